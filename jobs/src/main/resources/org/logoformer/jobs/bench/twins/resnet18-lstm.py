"""ResNet18 on frames, PyTorch's own long short-term memory over them."""

from torch import nn

from torch_parts import OnFrames, ResNet18


class Network(OnFrames):
    def __init__(self, model):
        super().__init__()
        own = model["resnet18-lstm"]
        self.frames, self.readout = model["frames"], own["readout"]
        self.backbone = ResNet18(own["width"], 4)
        self.lstm = nn.LSTM(8 * own["width"], own["hidden"], own["layers"], batch_first=True)
        self.fc = nn.Linear(own["hidden"], model["classes"])

    def forward(self, images, moving):
        """[B*F, 3, h, w] to logits [B, C]."""
        frames = self.backbone(images, moving).mean((2, 3)).unflatten(0, (-1, self.frames))
        states, _ = self.lstm(frames)
        return self.fc(states[:, -1] if self.readout == "last" else states.mean(1))
