"""Writes the files beside it, which TorchFileTest reads. Needs torch and safetensors:

    python make.py
"""
import os
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent


def tensors():
    draw = torch.Generator().manual_seed(7)
    base = torch.randn(6, 8, generator=draw)
    shared = torch.randn(12, generator=draw)
    counts = torch.arange(24, dtype=torch.int64).reshape(4, 6)
    return OrderedDict(
        [
            ("conv1.weight", torch.randn(4, 3, 3, 3, generator=draw)),
            ("bn1.weight", torch.randn(4, generator=draw)),
            ("bn1.running_var", torch.rand(4, generator=draw)),
            ("bn1.num_batches_tracked", torch.tensor(11)),
            ("double", torch.randn(3, 5, generator=draw, dtype=torch.float64)),
            ("half", torch.randn(7, generator=draw).half()),
            ("brain", torch.randn(2, 3, generator=draw).bfloat16()),
            ("int32", torch.tensor([-1, 2, 3], dtype=torch.int32)),
            ("int8", torch.tensor([[-128], [127]], dtype=torch.int8)),
            ("uint8", torch.tensor([0, 255], dtype=torch.uint8)),
            ("scalar", torch.tensor(2.5)),
            ("empty", torch.zeros(0, 3)),
            ("transposed", base.t()),
            ("window", base[1:5, 2:7:2]),
            ("channels_last", torch.randn(2, 3, 2, 2, generator=draw).to(memory_format=torch.channels_last)),
            ("shared.all", shared),
            ("shared.tail", shared[5:]),
            ("counts.column", counts[:, 2]),
        ]
    )


def checkpoint(values):
    mask = torch.tensor([True, False])
    state = OrderedDict(values)
    state["mask"] = mask
    state["short"] = torch.tensor([1, 2], dtype=torch.int16)
    return {
        "epoch": 3,
        "arch": "resnet18",
        "best": 0.5,
        "state_dict": state,
        "optimizer": {"state": {0: {"step": 4, "buffer": torch.ones(2)}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.999), "foreach": None, "nesterov": False, "params": [0]}]},
    }


def resnet18(width):
    """The state dict of torchvision's resnet18, with other widths."""
    draw = torch.Generator().manual_seed(8)
    values = OrderedDict()

    def add(name, *shape):
        values[name] = torch.randn(*shape, generator=draw) / 4

    def norm(name, channels):
        add(name + ".weight", channels)
        add(name + ".bias", channels)
        add(name + ".running_mean", channels)
        values[name + ".running_var"] = torch.rand(channels, generator=draw) + 0.5
        values[name + ".num_batches_tracked"] = torch.tensor(100)

    add("conv1.weight", width, 3, 7, 7)
    norm("bn1", width)
    inputs = width
    for layer in range(1, 5):
        outputs = width << (layer - 1)
        for block in range(2):
            at = f"layer{layer}.{block}."
            add(at + "conv1.weight", outputs, inputs, 3, 3)
            norm(at + "bn1", outputs)
            add(at + "conv2.weight", outputs, outputs, 3, 3)
            norm(at + "bn2", outputs)
            if inputs != outputs:
                add(at + "downsample.0.weight", outputs, inputs, 1, 1)
                norm(at + "downsample.1", outputs)
            inputs = outputs
    add("fc.weight", 10, inputs)
    add("fc.bias", 10)
    return values


class Hostile:
    def __reduce__(self):
        return os.system, ("true",)


def main():
    values = tensors()
    save_file({k: v.contiguous().clone() for k, v in values.items()}, HERE / "expected.safetensors")
    torch.save(checkpoint(values), HERE / "archive.pth")
    torch.save(checkpoint(values), HERE / "stream.pth.tar", _use_new_zipfile_serialization=False)
    torch.save(values, HERE / "protocol-5.pt", pickle_protocol=5)
    torch.save(values, HERE / "protocol-4-stream.pt", pickle_protocol=4, _use_new_zipfile_serialization=False)

    ms_celeb = OrderedDict(("module." + k, v) for k, v in resnet18(2).items())
    ms_celeb["module.feature.weight"] = torch.ones(3, 4)
    state = {"epoch": 5, "arch": "resnet18", "state_dict": ms_celeb, "best_prec1": torch.tensor(0.5)}
    torch.save(state, HERE / "resnet18-width-2.pth.tar", _use_new_zipfile_serialization=False)
    torch.save(resnet18(2), HERE / "resnet18-width-2.pth")

    layer = torch.nn.Sequential(OrderedDict(conv1=torch.nn.Conv2d(3, 2, 1), bn1=torch.nn.BatchNorm2d(2)))
    with torch.no_grad():
        for i, p in enumerate(layer.parameters()):
            p.copy_(torch.arange(p.numel()).reshape(p.shape) + i)
    torch.save({"model": layer.state_dict()}, HERE / "module.pt")
    torch.save({"model_state_dict": dict(layer.named_parameters())}, HERE / "parameters.pt")
    torch.save(layer, HERE / "whole-module.pt")
    torch.save({"a": torch.ones(1), "b": Hostile()}, HERE / "hostile.pt")
    torch.save({"a": torch.ones(1), "b": Hostile()}, HERE / "hostile.pth.tar", _use_new_zipfile_serialization=False)
    torch.save({"a": torch.ones(1).expand(1000)}, HERE / "expanded.pt")
    torch.save({"a": torch.ones(2, dtype=torch.complex64).conj()}, HERE / "conjugated.pt")
    torch.save({"epoch": 3}, HERE / "no-tensors.pt")


if __name__ == "__main__":
    main()
