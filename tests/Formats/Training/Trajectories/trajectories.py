"""Trains an MLP and a convolutional network with PyTorch and writes where each optimizer ends after 100 steps.

Run as: python3 trajectories.py (PyTorch 1.13, NumPy 1.24). It writes start.npz, the examples and initial weights, and end.npz, the weights
after 100 steps of 8 of the 24 examples in turn, as network/optimizer/dtype/weight. Optimizers marked `torch` are PyTorch's own, with
settings at which its formula is TensorFlow 1's; those marked `formula` are TensorFlow 1's formula (core/kernels/training_ops.cc) written
out, since PyTorch puts its epsilon elsewhere.
"""
import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.backends.mkldnn.enabled = False
numbers = np.random.RandomState(7)
labels = np.arange(24, dtype=np.int32) % 3
start = {
    "labels": labels,
    "rows": numbers.randn(24, 8) + labels[:, None] * 0.3,
    "images": numbers.randn(24, 6, 6, 2) + labels[:, None, None, None] * 0.2,
    "mlp/w1": numbers.randn(8, 6) * 0.4, "mlp/b1": numbers.randn(6) * 0.1, "mlp/w2": numbers.randn(6, 3) * 0.4, "mlp/b2": np.zeros(3),
    "convolution/w1": numbers.randn(3, 3, 2, 4) * 0.3, "convolution/b1": numbers.randn(4) * 0.1,
    "convolution/w2": numbers.randn(3, 3, 4, 5) * 0.3, "convolution/b2": numbers.randn(5) * 0.1,
    "convolution/w3": numbers.randn(5, 3) * 0.5, "convolution/b3": np.zeros(3),
}


def mlp(w, rows):
    return torch.tanh(rows @ w["w1"] + w["b1"]) @ w["w2"] + w["b2"]


def convolution(w, images):
    x = images.permute(0, 3, 1, 2)
    x = F.relu(F.conv2d(x, w["w1"].permute(3, 2, 0, 1), w["b1"], padding=1))
    x = F.max_pool2d(x, 2)
    x = torch.tanh(F.conv2d(x, w["w2"].permute(3, 2, 0, 1), w["b2"]))
    return x.flatten(1) @ w["w3"] + w["b3"]


def by_torch(make, prepare=None):
    def prepared(parameters):
        optimizer = make(parameters)
        for parameter in parameters:
            if prepare:
                optimizer.state[parameter].update(prepare(parameter))
        return lambda step: optimizer.step()
    return prepared


def rmsprop_state(parameter):
    # TensorFlow's mean square begins at 1.
    return {"step": 0, "square_avg": torch.ones_like(parameter), "momentum_buffer": torch.zeros_like(parameter),
            "grad_avg": torch.zeros_like(parameter)}


def by_formula(update):
    def prepared(parameters):
        slots = [{} for _ in parameters]

        def step(number):
            with torch.no_grad():
                for parameter, slot in zip(parameters, slots):
                    update(parameter, parameter.grad, slot, number)
        return step
    return prepared


def adam(parameter, gradient, slot, number, rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = slot["m"] = slot.get("m", torch.zeros_like(parameter)) * beta1 + gradient * (1 - beta1)
    v = slot["v"] = slot.get("v", torch.zeros_like(parameter)) * beta2 + gradient * gradient * (1 - beta2)
    parameter -= rate * (1 - beta2 ** number) ** 0.5 / (1 - beta1 ** number) * m / (v.sqrt() + epsilon)


def rmsprop(parameter, gradient, slot, number, rate=0.003, decay=0.9, momentum=0.5, epsilon=1e-10):
    slot["ms"] = slot.get("ms", torch.ones_like(parameter)) * decay + gradient * gradient * (1 - decay)
    slot["mom"] = slot.get("mom", torch.zeros_like(parameter)) * momentum + rate * gradient / (slot["ms"] + epsilon).sqrt()
    parameter -= slot["mom"]


optimizers = {
    "sgd": by_torch(lambda p: torch.optim.SGD(p, 0.1)),
    "momentum": by_torch(lambda p: torch.optim.SGD(p, 0.05, momentum=0.9)),
    "nesterov": by_torch(lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, nesterov=True)),
    "adagrad": by_torch(lambda p: torch.optim.Adagrad(p, 0.05, initial_accumulator_value=0.1, eps=0)),
    "adam_without_epsilon": by_torch(lambda p: torch.optim.Adam(p, 0.01, eps=0)),
    "rmsprop_without_epsilon": by_torch(lambda p: torch.optim.RMSprop(p, 0.003, alpha=0.9, momentum=0.5, eps=0), rmsprop_state),
    "adam": by_formula(adam),
    "rmsprop": by_formula(rmsprop),
}


def train(network, data, name, optimizer, dtype):
    weights = {key.split("/")[1]: torch.tensor(start[key]).to(dtype).requires_grad_() for key in start if key.startswith(name + "/")}
    step = optimizer(list(weights.values()))
    for number in range(100):
        rows = slice(number * 8 % 24, number * 8 % 24 + 8)
        for weight in weights.values():
            weight.grad = None
        F.cross_entropy(network(weights, torch.tensor(data[rows]).to(dtype)), torch.tensor(labels[rows]).long()).backward()
        step(number + 1)
    return {key: weight.detach().numpy() for key, weight in weights.items()}


end = {}
for network, data in ((mlp, start["rows"]), (convolution, start["images"])):
    for name, optimizer in optimizers.items():
        for dtype in (torch.float32, torch.float64):
            for key, value in train(network, data, network.__name__, optimizer, dtype).items():
                end[f"{network.__name__}/{name}/{str(dtype)[6:]}/{key}"] = value
np.savez_compressed("start.npz", **start)
np.savez_compressed("end.npz", **end)
if __name__ == "__main__":
    for network in ("mlp", "convolution"):
        for name in optimizers:
            worst = max(np.max(np.abs(end[f"{network}/{name}/float32/{key}"] - value)) / np.max(np.abs(value))
                        for key, value in ((k.split("/")[3], v) for k, v in end.items() if k.startswith(f"{network}/{name}/float64/")))
            print(f"{network} {name}: PyTorch's float32 is off its float64 by {worst:.1e}")
