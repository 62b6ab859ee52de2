"""Writes scikit-learn.csv.gz beside it, which ScikitLearnTest reads. Needs scikit-learn:

    python scikit_learn.py

The cases are not in the file: both sides draw them by keyed(case, i) below, which is Keyed.hash(14, case, i) of Java.
A line of the file is what scikit-learn says of a case, and the calibration error by its definition, in exact bins.
"""

import gzip
import io
import math
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics

CASES, SEED, BINS = 1000, 14, 15
BITS = (1 << 64) - 1
GOLDEN, TEXT, ODD = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xDA942042E4DD58B5


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & BITS
    z = (z ^ z >> 27) * 0x94D049BB133111EB & BITS
    return z ^ z >> 31


def keyed(*counters):
    """64 uniform bits of SEED and the counters, without the lowest."""
    h = mix(SEED + GOLDEN & BITS)
    for counter in counters:
        h = mix(h * ODD + mix(counter + TEXT & BITS) & BITS)
    turned = (h << 32 | h >> 32) & BITS
    return mix(mix(h) ^ turned * GOLDEN & BITS) >> 1


def case(k):
    """Labels, predictions and weights [clips, classes]; the weights of a clip over their sum are its probabilities.

    The kinds of cases: all classes in the truth; fewer; one; always the same answer; none wrong. Weights are small
    whole numbers, so that many are equal: the first of the largest is predicted.
    """
    classes, clips, kind = 1 + keyed(k, 0) % 8, 1 + keyed(k, 1) % 120, k % 5
    truth = {0: classes, 1: 1 + keyed(k, 2) % classes, 2: 1}.get(kind, classes)
    labels, weights = [], []
    for i in range(clips):
        at = 3 + i * 10
        label = keyed(k, at) % truth
        row = [1 + keyed(k, at + 1 + c) % 6 for c in range(classes)]
        row[label] += keyed(k, at + 9) % 4
        if kind == 3:
            row[0] += 10
        elif kind == 4:
            row[label] += 10
        labels.append(label)
        weights.append(row)
    return np.array(labels), np.argmax(weights, axis=1), np.array(weights)


def calibration_error(labels, predictions, weights):
    totals = weights.sum(axis=1)
    sums = [[0, 0, []] for _ in range(BINS)]
    for label, prediction, row, total in zip(labels, predictions, weights, totals):
        each = sums[-(-BINS * int(row[prediction]) // int(total)) - 1]
        each[0] += 1
        each[1] += int(label == prediction)
        each[2].append(int(row[prediction]) / int(total))
    return math.fsum(abs(right - math.fsum(confidences)) for _, right, confidences in sums) / len(labels)


def line(k):
    labels, predictions, weights = case(k)
    names = range(weights.shape[1])
    precision, recall, f1, clips = metrics.precision_recall_fscore_support(
        labels, predictions, labels=names, zero_division=np.nan
    )
    numbers = [
        metrics.balanced_accuracy_score(labels, predictions),
        metrics.accuracy_score(labels, predictions),
        metrics.f1_score(labels, predictions, average="macro", zero_division=0),
        calibration_error(labels, predictions, weights),
        *recall,
        *precision,
        *f1,
    ]
    counts = metrics.confusion_matrix(labels, predictions, labels=names)
    assert (counts.sum(axis=1) == clips).all()
    return ",".join(["%.12g" % n for n in numbers] + [str(n) for n in counts.flatten()])


def main():
    warnings.simplefilter("ignore")
    text = "".join(line(k) + "\n" for k in range(CASES))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
        out.write(text.encode())
    Path(__file__).with_name("scikit-learn.csv.gz").write_bytes(packed.getvalue())


if __name__ == "__main__":
    main()
