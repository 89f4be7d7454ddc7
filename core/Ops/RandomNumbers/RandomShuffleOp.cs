using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Rows in a random order.</summary>
public static class RandomShuffleOp
{
    [Op("random_shuffle", "random.shuffle")]
    public static OpDef RandomShuffle { get; } = new()
    {
        Name = "RandomShuffle",
        Summary = "The input with its rows (the indices of its first dim) in a random order.",
        Inputs = ["value: T"],
        Outputs = ["output: T"],
        Attrs = ["seed: int = 0", "seed2: int = 0", "T: type"],
        Parameters = ["value: value", "seed: seed2 = 0"],
        Example = "random_shuffle(x)",
        Shape = ShapeRules.Unchanged,
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step =>
            {
                var input = step.Input(0);
                var output = step.Allocate(0, input.Shape);
                if (Shuffling.ReservedBlocks(input.Shape) is > 0 and var blocks)
                    Shuffling.Shuffle(source.Take(blocks), input, output);
                else
                    Filling.Copy(input, output);
            };
        },
        Gradient = GradientRules.Stop,
    };
}
