"""ResNet18 of three-dimensional convolutions over clips."""

import torch
import torch.nn.functional as F
from torch import nn

from torch_parts import BatchNorm


def unit(channels_in, channels_out, kernel, stride, padding):
    """A convolution and its normalisation."""
    convolution = nn.Conv3d(channels_in, channels_out, kernel, stride, padding, bias=False)
    return nn.ModuleList([convolution, BatchNorm(channels_out)])


def apply(unit, x, moving):
    return unit[1](unit[0](x), moving)


class Block(nn.Module):
    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1 = unit(channels_in, channels, 3, stride, 1)
        self.conv2 = unit(channels, channels, 3, 1, 1)
        self.downsample = unit(channels_in, channels, 1, stride, 0) if channels_in != channels else None

    def forward(self, x, moving):
        y = apply(self.conv2, F.relu(apply(self.conv1, x, moving), inplace=True), moving)
        if self.downsample is not None:
            x = apply(self.downsample, x, moving)
        return F.relu(y + x, inplace=True)


class Network(nn.Module):
    def __init__(self, model):
        super().__init__()
        own = model["r3d-18"]
        width, self.pool = own["width"], own["stem"] == "paper"
        depth = 7 if self.pool else 3
        self.stem = unit(3, width, (depth, 7, 7), (1, 2, 2), (depth // 2, 3, 3))
        channels_in = width
        for number in range(1, 5):
            channels, stride = width << (number - 1), 1 if number == 1 else 2
            blocks = [Block(channels_in, channels, stride), Block(channels, channels, 1)]
            self.add_module("layer%d" % number, nn.ModuleList(blocks))
            channels_in = channels
        self.fc = nn.Linear(channels_in, model["classes"])

    def images(self, clips):
        """[B, 3, F, h, w]."""
        return clips.permute(0, 4, 1, 2, 3)

    def channels_last(self):
        self.to(memory_format=torch.channels_last_3d)

    def forward(self, images, moving):
        """[B, 3, F, h, w] to logits [B, C]."""
        x = F.relu(apply(self.stem, images, moving), inplace=True)
        if self.pool:
            x = F.max_pool3d(x, 3, 2, 1)
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            for block in layer:
                x = block(x, moving)
        return self.fc(x.mean((2, 3, 4)))
