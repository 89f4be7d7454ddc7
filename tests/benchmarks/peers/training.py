"""The peer's side of TrainingBenchmark: reads the name of a case per line, answers with the median microseconds of a step."""
import os, sys, time
threads = sys.argv[1]
os.environ["OMP_NUM_THREADS"] = threads
import torch
torch.set_num_threads(int(threads))
torch.manual_seed(1)
F = torch.nn.functional

def step_of(parameters, loss_of, rate):
    optimizer = torch.optim.Adam(parameters, rate)
    def step():
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        optimizer.step()
        return loss.item()
    return step

def iris():
    x, y, layer = torch.rand(30, 4) * 2 - 1, torch.randint(0, 3, (30,)), torch.nn.Linear(4, 3)
    return step_of(layer.parameters(), lambda: F.cross_entropy(layer(x), y), 0.01)

def mlp():
    x, y = torch.rand(128, 784) * 2 - 1, torch.randint(0, 3, (128,))
    net = torch.nn.Sequential(torch.nn.Linear(784, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
    return step_of(net.parameters(), lambda: F.cross_entropy(net(x), y), 0.001)

def digits():
    x, y = torch.rand(64, 1, 8, 8) * 2 - 1, torch.randint(0, 3, (64,))
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(16, 32, 3, padding=1), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(512, 10))
    return step_of(net.parameters(), lambda: F.cross_entropy(net(x), y), 0.001)

def gru():
    x, y = torch.rand(32, 64, 32) * 2 - 1, torch.randint(0, 3, (32,))
    cells, layer = torch.nn.GRU(32, 128, batch_first=True), torch.nn.Linear(128, 10)
    parameters = [*cells.parameters(), *layer.parameters()]
    return step_of(parameters, lambda: F.cross_entropy(layer(cells(x)[0][:, -1]), y), 0.001)

steps = {}
for line in sys.stdin:
    name = line.strip()
    step = steps.setdefault(name, None) or globals()[name]()
    steps[name] = step
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < 0.15:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    times.sort()
    print(times[len(times) // 2] * 1e6, flush=True)
