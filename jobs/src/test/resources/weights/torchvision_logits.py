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


def last_state(cell, own, features):
    layers = sum(name.startswith("weight_ih_l") for name in own)
    rnn = cell(features.shape[-1], own["weight_hh_l0"].shape[1], layers, batch_first=True)
    rnn.load_state_dict(own, strict=True)
    return rnn(features)[0][:, -1]


def classified(weights, features):
    head = torch.nn.Linear(features.shape[-1], weights["fc.bias"].numel())
    head.load_state_dict(below(weights, "fc."), strict=True)
    return head(features)


def recurrent(cell, prefix, weights, clips):
    return classified(weights, last_state(cell, below(weights, prefix), frames(weights, clips)))


def vgg_stream(backbone, lstm, clips):
    """The mean of VGG13's map of each frame, and what the last step remembers of them."""
    norm = any(name.endswith(".running_mean") for name in backbone)
    net = (torchvision.models.vgg13_bn if norm else torchvision.models.vgg13)(weights=None).features
    net.load_state_dict(below(backbone, "features."), strict=True)
    maps = net.eval()(clips.flatten(0, 1).permute(0, 3, 1, 2))
    return last_state(torch.nn.LSTM, lstm, maps.mean((2, 3)).unflatten(0, clips.shape[:2]))


def vgg(weights, clips):
    """One stream, or a second one that reads each frame less the one before."""
    motion = {k: v for k, v in weights.items() if ".motion." in k}
    first = {k: v for k, v in weights.items() if k not in motion}
    states = [vgg_stream(below(first, "backbone."), below(first, "lstm."), clips)]
    if motion:
        changes = torch.cat([torch.zeros_like(clips[:, :1]), clips.diff(dim=1)], 1)
        states.append(vgg_stream(below(motion, "backbone.motion."), below(motion, "lstm.motion."), changes))
    return classified(weights, torch.cat(states, -1))


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
    "vgg13-lstm": vgg,
    "logo-former": backbone_through_layer3,
}


def main(name, weights, clips, out):
    with torch.no_grad():
        logits = NETWORKS[name](load_file(weights), load_file(clips)["clips"])
    save_file({"logits": logits.contiguous()}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
