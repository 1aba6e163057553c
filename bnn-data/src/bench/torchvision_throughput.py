"""The same as Throughput.java by torchvision and Pillow. FOLDER ROUNDS [decode|imagenet|cifar]"""
import glob
import io
import statistics
import sys
import time

import torch
from PIL import Image
from torchvision import transforms

torch.set_num_threads(1)
folder, rounds, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

if what == "cifar":
    noise = torch.randint(0, 256, (2000, 32, 32, 3), dtype=torch.uint8).numpy()
    steps = transforms.Compose(
        [transforms.RandomCrop(32, 4), transforms.RandomHorizontalFlip(),
         transforms.ToTensor(), transforms.Normalize(mean, std)])
    images = [Image.fromarray(i) for i in noise]
    work = lambda i: steps(i)
else:
    images = sorted(glob.glob(folder + "/*/*.JPEG"))
    steps = transforms.Compose(
        [transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(),
         transforms.ToTensor(), transforms.Normalize(mean, std)])

    def work(path):
        with open(path, "rb") as f:
            image = Image.open(f).convert("RGB")
        return image if what == "decode" else steps(image)

millis, walls = [], []
for _ in range(rounds):
    start, began = time.thread_time(), time.perf_counter()
    for image in images:
        work(image)
    millis.append((time.thread_time() - start) * 1e3 / len(images))
    walls.append((time.perf_counter() - began) * 1e3 / len(images))
print(f"{what} torchvision median {statistics.median(millis):.4f} ms of processor time per image,"
      f" wall {statistics.median(walls):.4f}, n {rounds}")
