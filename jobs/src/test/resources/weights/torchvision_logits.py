"""Loads exported weights into torchvision's and PyTorch's own modules, strictly, and computes logits:

    python torchvision_logits.py NAME WEIGHTS.safetensors CLIPS.safetensors OUT.safetensors
"""
import sys

import torch
import torchvision
from safetensors.torch import load_file, save_file


def below(weights, prefix):
    return {k[len(prefix) :]: v for k, v in weights.items() if k.startswith(prefix)}


def video(builder, weights, clips):
    net = builder(weights=None, num_classes=weights["fc.bias"].numel())
    net.load_state_dict(weights, strict=True)
    return net.eval()(clips.permute(0, 4, 1, 2, 3))


def frames(weights, clips):
    """ResNet18 and its mean on each frame: [B, F, 512]."""
    backbone = torchvision.models.resnet18(weights=None)
    backbone.fc = torch.nn.Identity()
    backbone.load_state_dict(below(weights, "backbone."), strict=True)
    return backbone.eval()(clips.flatten(0, 1).permute(0, 3, 1, 2)).unflatten(0, clips.shape[:2])


def recurrent(cell, prefix, weights, clips):
    features = frames(weights, clips)
    own = below(weights, prefix)
    layers = sum(name.startswith("weight_ih_l") for name in own)
    rnn = cell(features.shape[-1], own["weight_hh_l0"].shape[1], layers, batch_first=True)
    rnn.load_state_dict(own, strict=True)
    head = torch.nn.Linear(rnn.hidden_size, weights["fc.bias"].numel())
    head.load_state_dict(below(weights, "fc."), strict=True)
    return head(rnn(features)[0][:, -1])


def backbone_through_layer3(weights, clips):
    """The mean of LOGO-Former's feature map: [B * F, 256]."""
    net = torchvision.models.resnet18(weights=None)
    net.layer4 = torch.nn.Identity()
    net.fc = torch.nn.Identity()
    net.load_state_dict(below(weights, "backbone."), strict=True)
    return net.eval()(clips.flatten(0, 1).permute(0, 3, 1, 2))


NETWORKS = {
    "r3d-18": lambda w, x: video(torchvision.models.video.r3d_18, w, x),
    "r2plus1d-18": lambda w, x: video(torchvision.models.video.r2plus1d_18, w, x),
    "resnet18-lstm": lambda w, x: recurrent(torch.nn.LSTM, "lstm.", w, x),
    "resnet18-gru": lambda w, x: recurrent(torch.nn.GRU, "gru.", w, x),
    "logo-former": backbone_through_layer3,
}


def main(name, weights, clips, out):
    with torch.no_grad():
        logits = NETWORKS[name](load_file(weights), load_file(clips)["clips"])
    save_file({"logits": logits.contiguous()}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
