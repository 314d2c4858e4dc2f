import time, pytest
from django.db import transaction
from forum.home.demo.load import load_demo
@pytest.mark.usefixtures("committed_db")
def test_x(settings):
    t=time.time(); c=time.process_time()
    with transaction.atomic():
        load_demo(password="x"*20, say=lambda w: print(w, round(time.time()-t,1), round(time.process_time()-c,1)))
        print("loaded", time.time()-t, time.process_time()-c)
    print("committed", time.time()-t, time.process_time()-c)
