using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Ragged;

/// <summary>Rows of different lengths, as the values of all of them and the splits where each begins and ends.</summary>
public static class RaggedRangeOp
{
    [Op]
    public static OpDef RaggedRange { get; } = new()
    {
        Name = "RaggedRange",
        Summary = "A row start, start + delta, ... below limit (above it for a negative delta) for each of the starts, limits and "
            + "deltas, of which scalars serve "
            + "every row.",
        Inputs = ["starts: T", "limits: T", "deltas: T"],
        Outputs = ["rt_nested_splits: Tsplits", "rt_dense_values: T"],
        Attrs = ["T: {bfloat16, float, double, int32, int64} = DT_INT32", "Tsplits: {int32, int64} = DT_INT64"],
        Example = "RaggedRange([0, 5], [3, 9], 2)",
        Shape = context =>
        {
            var rows = Shape.Unknown;
            for (var i = 0; i < 3; i++)
            {
                var shape = context.Input(i);
                if (shape is { HasRank: true, Rank: > 1 })
                    throw ShapeContext.Error($"Shape must be at most rank 1 but is rank {shape.Rank}");
                rows = shape.HasRank && shape.Rank == 1 ? ShapeContext.Merge(rows, shape[0]) : rows;
            }

            var areScalars = context.Input(0).IsScalar && context.Input(1).IsScalar && context.Input(2).IsScalar;
            context.Output(0, Shape.Of(areScalars ? 2 : rows == Shape.Unknown ? rows : rows + 1));
            context.Output(1, Shape.Of(Shape.Unknown));
        },
        Kernel = _ => step => ArithmeticTypes.RunReal(step.Input(0).DType, new Ranges(step)),
        Gradient = Gradients.GradientRules.Stop,
    };

    private readonly struct Ranges(Step step) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var rows = 1L;
            for (var i = 0; i < 3; i++)
            {
                if (step.Input(i).Rank > 1)
                    throw IntegerTensors.Invalid($"{(i == 0 ? "starts" : i == 1 ? "limits" : "deltas")} must be a scalar or vector");
                rows = step.Input(i).Rank == 1 ? step.Input(i).ElementCount : rows;
            }

            var (splits, values) = (new long[rows + 1], new List<T>());
            for (var row = 0; row < rows; row++)
            {
                var (value, limit, delta) = (At<T>(0, row, rows), At<T>(1, row, rows), At<T>(2, row, rows));
                var count = Count(TArithmetic.ToDouble(value), TArithmetic.ToDouble(limit), TArithmetic.ToDouble(delta));
                splits[row + 1] = splits[row] + count;
                for (; count > 0; count--)
                {
                    values.Add(value);
                    value = TArithmetic.Add(value, delta);
                }
            }

            step.Allocate(0, Shape.Of(splits.Length)).Write(splits);
            values.CopyTo(step.Allocate(1, Shape.Of(values.Count)).Writable<T>());
        }

        private T At<T>(int input, int row, long rows)
        {
            var tensor = step.Input(input);
            return tensor.Rank == 0 || tensor.ElementCount == rows
                ? tensor.Values<T>()[tensor.Rank == 0 ? 0 : row]
                : throw IntegerTensors.Invalid("starts, limits, and deltas must have the same shape");
        }

        private static long Count(double start, double limit, double delta)
        {
            if (delta == 0)
                throw IntegerTensors.Invalid("Requires delta != 0");
            var count = Math.Ceiling((limit - start) / delta);
            return count > int.MaxValue
                ? throw IntegerTensors.Invalid("Requires ((limit - start) / delta) <= 2147483647")
                : (long)Math.Max(count, 0);
        }
    }
}
