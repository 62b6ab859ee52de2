"""LOGO-Former: fused attention, pooling as a matrix product."""

import torch
import torch.nn.functional as F
from torch import nn

from torch_parts import OnFrames, ResNet18


def layer_norm(dim):
    return nn.LayerNorm(dim, eps=1e-6)


def attend(q, k, v, heads):
    """[R, L, d] each."""
    q, k, v = (t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (q, k, v))
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)


def tiles(x, window):
    """[B, F, H, W, d] as [B, F', H', W', f, h, w, d]."""
    b, frames, rows, columns, dim = x.shape
    f, h, w = window
    x = x.reshape(b, frames // f, f, rows // h, h, columns // w, w, dim)
    return x.permute(0, 1, 3, 5, 2, 4, 6, 7)


class LocalAttention(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.grid, self.window, self.heads = m["grid"], m["window"], m["heads"]
        self.norm = layer_norm(m["dim"])
        self.qkv = nn.Linear(m["dim"], 3 * m["dim"], bias=False)
        self.out = nn.Linear(m["dim"], m["dim"])

    def forward(self, x):
        """[B, F*S, d]."""
        length = self.window[0] * self.window[1] * self.window[2]
        whole_frames = self.window[1:] == self.grid[1:]
        normed = self.norm(x)
        if whole_frames:
            windows = normed.reshape(-1, length, x.shape[2])
        else:
            windows = tiles(normed.unflatten(1, self.grid), self.window).reshape(-1, length, x.shape[2])
        mixed = self.out(attend(*self.qkv(windows).chunk(3, 2), self.heads))
        if whole_frames:
            return x + mixed.reshape(x.shape)
        f, h, w = self.window
        t, r, c = (size // part for size, part in zip(self.grid, self.window))
        mixed = mixed.reshape(x.shape[0], t, r, c, f, h, w, x.shape[2]).permute(0, 1, 4, 2, 5, 3, 6, 7)
        return x + mixed.reshape(x.shape)


class Pool(nn.Module):
    """Kernel = stride, so a matrix product on cut-up tokens, which beats a 3-D convolution."""

    def __init__(self, kind, dim, window):
        super().__init__()
        self.kind, self.window = kind, window
        if kind != "avg":
            self.weight = nn.Parameter(torch.empty(dim, dim if kind == "conv" else 1, *window))
            self.bias = nn.Parameter(torch.empty(dim))

    def forward(self, x):
        """[B, F, H, W, d] to [B, keys, d]."""
        cut = tiles(x, self.window)
        b, dim = x.shape[0], x.shape[4]
        if self.kind == "conv":
            weight = self.weight.permute(0, 2, 3, 4, 1).reshape(dim, -1)
            return F.linear(cut.reshape(b, -1, weight.shape[1]), weight, self.bias)
        cut = cut.reshape(b, -1, self.window[0] * self.window[1] * self.window[2], dim)
        if self.kind == "avg":
            return cut.mean(2)
        return (cut * self.weight.reshape(dim, -1).t()).sum(2) + self.bias


class GlobalAttention(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.grid, self.heads, self.cls = m["grid"], m["heads"], m["cls"] == "token"
        dim = m["dim"]
        self.norm_q, self.norm_kv = layer_norm(dim), layer_norm(dim)
        self.pool = Pool(m["pool"], dim, m["pool_window"])
        self.q = nn.Linear(dim, dim, bias=False)
        self.kv = nn.Linear(dim, 2 * dim, bias=False)
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        """[B, T, d]."""
        keys = self.pool((x[:, 1:] if self.cls else x).unflatten(1, self.grid))
        if self.cls:
            keys = torch.cat([x[:, :1], keys], 1)
        kv = self.kv(self.norm_kv(keys))
        return x + self.out(attend(self.q(self.norm_q(x)), *kv.chunk(2, 2), self.heads))


class Mlp(nn.Module):
    def __init__(self, m):
        super().__init__()
        hidden = m["mlp_ratio"] * m["dim"]
        self.norm = layer_norm(m["dim"])
        self.fc1, self.fc2 = nn.Linear(m["dim"], hidden), nn.Linear(hidden, m["dim"])

    def forward(self, x):
        return x + self.fc2(F.gelu(self.fc1(self.norm(x))))


class Block(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.cls = m["cls"] == "token"
        self.local = LocalAttention(m)
        self.add_module("global", GlobalAttention(m))
        self.mlp = Mlp(m)

    def forward(self, x):
        if self.cls:
            x = torch.cat([x[:, :1], self.local(x[:, 1:])], 1)
        else:
            x = self.local(x)
        return self.mlp(getattr(self, "global")(x))


def sizes(model):
    """The network's sizes from block ``model`` of a configuration."""
    own = model["logo-former"]
    side = (model["size"] + 15) // 16
    return {
        "classes": model["classes"],
        "width": own["backbone"]["width"],
        "dim": own["dim"],
        "depth": own["depth"],
        "heads": own["heads"],
        "mlp_ratio": own["mlp-ratio"],
        "cls": own["cls"],
        "pool": own["pool"]["kind"],
        "pool_window": own["pool"]["window"],
        "window": own["window"],
        "grid": [model["frames"], side, side],
    }


class Network(OnFrames):
    def __init__(self, model):
        super().__init__()
        m = sizes(model)
        self.cls, self.grid = m["cls"], m["grid"]
        dim, positions = m["dim"], m["grid"][1] * m["grid"][2]
        self.backbone = ResNet18(m["width"], 3)
        self.proj = nn.Linear(4 * m["width"], dim)
        if self.cls == "token":
            self.cls_token = nn.Parameter(torch.empty(dim))
        self.pos_spatial = nn.Parameter(torch.empty(positions, dim))
        self.pos_temporal = nn.Parameter(torch.empty(m["grid"][0] + 1, dim))
        self.blocks = nn.ModuleList(Block(m) for _ in range(m["depth"]))
        self.norm = layer_norm(dim)
        self.head = nn.Linear(dim, m["classes"])

    def forward(self, frames, moving):
        """[B*F, 3, h, w] to logits [B, C]."""
        maps = self.backbone(frames, moving).permute(0, 2, 3, 1)
        positions = self.pos_temporal[1:, None] + self.pos_spatial
        x = self.proj(maps.reshape(-1, self.grid[0] * maps.shape[1] * maps.shape[2], maps.shape[3]))
        x = x + positions.flatten(0, 1)
        if self.cls == "token":
            cls = (self.cls_token + self.pos_temporal[0]).expand(x.shape[0], 1, -1)
            x = torch.cat([cls.to(x.dtype), x], 1)
        for block in self.blocks:
            x = block(x)
        x = self.norm(x).mean(1) if self.cls == "mean" else self.norm(x[:, 0])
        return self.head(x)
