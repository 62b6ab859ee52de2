"""Layers that several twins are made of.

A twin is a file with a class Network(torch.nn.Module):

    Network(model)           of block ``model`` of a configuration; its state dict has the names of the weights' file
    images(clips)            clips [B, F, h, w, 3] as its first convolution takes them, channels last in memory
    channels_last()          lays out the weights of convolutions so, too
    forward(images, moving)  logits [B, C]; moving: running statistics move, as in pass 1 of a step
"""

import copy

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights


class BatchNorm(nn.Module):
    """Normalises with the batch's statistics in training, and moves the running ones in pass 1 only."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x, moving):
        mean, variance = (self.running_mean, self.running_var) if moving or not self.training else (None, None)
        return F.batch_norm(x, mean, variance, self.weight, self.bias, self.training, 0.1, 1e-5)


def convolution(channels_in, channels_out, kernel, stride):
    return nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1, self.bn1 = convolution(channels_in, channels, 3, stride), BatchNorm(channels)
        self.conv2, self.bn2 = convolution(channels, channels, 3, 1), BatchNorm(channels)
        self.downsample = None
        if channels_in != channels:
            self.downsample = nn.ModuleList([convolution(channels_in, channels, 1, stride), BatchNorm(channels)])

    def forward(self, x, moving):
        y = F.relu(self.bn1(self.conv1(x), moving), inplace=True)
        y = self.bn2(self.conv2(y), moving)
        if self.downsample is not None:
            x = self.downsample[1](self.downsample[0](x), moving)
        return F.relu(y + x, inplace=True)


class ResNet18(nn.Module):
    """On single images, through the first of its four layers."""

    def __init__(self, width, layers):
        super().__init__()
        self.conv1, self.bn1 = convolution(3, width, 7, 2), BatchNorm(width)
        self.layers = range(1, layers + 1)
        channels_in = width
        for number in self.layers:
            channels, stride = width << (number - 1), 1 if number == 1 else 2
            blocks = [BasicBlock(channels_in, channels, stride), BasicBlock(channels, channels, 1)]
            self.add_module("layer%d" % number, nn.ModuleList(blocks))
            channels_in = channels

    def forward(self, x, moving):
        x = F.relu(self.bn1(self.conv1(x), moving), inplace=True)
        x = F.max_pool2d(x, 3, 2, 1)
        for number in self.layers:
            for block in getattr(self, "layer%d" % number):
                x = block(x, moving)
        return x


class OnFrames(nn.Module):
    """A network that begins with a ``backbone`` on single frames."""

    def images(self, clips):
        """[B*F, 3, h, w]."""
        return clips.flatten(0, 1).permute(0, 3, 1, 2)

    def channels_last(self):
        self.backbone.to(memory_format=torch.channels_last)


def folded(model):
    """A copy for evaluation, its BatchNorms folded into the convolutions."""

    class Nothing(nn.Module):
        def forward(self, x, moving):
            return x

    model = copy.deepcopy(model).eval()

    def fold(conv, bn):
        conv.weight, conv.bias = fuse_conv_bn_weights(
            conv.weight, conv.bias, bn.running_mean, bn.running_var, 1e-5, bn.weight, bn.bias
        )

    for module in list(model.modules()):
        for suffix in ("1", "2"):
            if hasattr(module, "bn" + suffix):
                fold(getattr(module, "conv" + suffix), getattr(module, "bn" + suffix))
                setattr(module, "bn" + suffix, Nothing())
        if isinstance(module, nn.ModuleList) and len(module) == 2 and isinstance(module[1], BatchNorm):
            fold(*module)
            module[1] = Nothing()
    return model
