import difflib
from tests.home.test_canary import *
def test_x():
    world = World(make_group("Fagrådet"))
    renew_index()
    addresses = sorted({address for _channel, _pattern, address, _response in crawl_open(world)})
    before = open_answers(world, addresses)
    world.add_closed()
    renew_index()
    after = open_answers(world, addresses)
    for a in addresses:
        if before[a] != after[a]:
            print("#####", a)
            for l in list(difflib.unified_diff(before[a].splitlines(), after[a].splitlines(), lineterm="", n=0))[:6]: print("   ", l[:200])
    assert 0
