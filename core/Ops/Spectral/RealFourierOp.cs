using System.Numerics;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Spectral;

/// <summary>Discrete Fourier transforms of real numbers, of whose symmetric result one half is kept.</summary>
public static class RealFourierOp
{
    [Op("signal.rfft", "rfft")]
    public static OpDef RFFT { get; } = Forward(1);

    [Op("signal.rfft2d", "rfft2d")]
    public static OpDef RFFT2D { get; } = Forward(2);

    [Op("signal.rfft3d", "rfft3d")]
    public static OpDef RFFT3D { get; } = Forward(3);

    [Op("signal.irfft", "irfft")]
    public static OpDef IRFFT { get; } = Inverse(1);

    [Op("signal.irfft2d", "irfft2d")]
    public static OpDef IRFFT2D { get; } = Inverse(2);

    [Op("signal.irfft3d", "irfft3d")]
    public static OpDef IRFFT3D { get; } = Inverse(3);

    private static OpDef Forward(int rank) => new()
    {
        Name = "R" + FourierOp.NameOf(rank, isInverse: false),
        Summary = $"The discrete Fourier transform of real numbers over the last {(rank == 1 ? "dim" : $"{rank} dims")}, of which the "
            + "first fft_length elements count; along the last dim only the fft_length / 2 + 1 results that determine the rest.",
        Inputs = ["input: Treal", "fft_length: int32"],
        Outputs = ["output: Tcomplex"],
        Attrs = ["Treal: {float, double} = DT_FLOAT", "Tcomplex: {complex64, complex128} = DT_COMPLEX64"],
        Example = $"RFFT{(rank == 1 ? "" : $"{rank}D")}({Matrix(rank, "1.0")}, {Lengths(rank)})",
        Shape = context => Infer(context, rank, length => length == 0 ? 0 : (length / 2) + 1),
        Kernel = _ => new Transform(rank, isInverse: false).Run,
        Gradient = context => ForwardGradient(context, rank),
    };

    private static OpDef Inverse(int rank) => new()
    {
        Name = "IR" + FourierOp.NameOf(rank, isInverse: false),
        Summary = $"The inverse of RFFT{(rank == 1 ? "" : $"{rank}D")}: fft_length real numbers from the fft_length / 2 + 1 results "
            + "along the last dim that determine them.",
        Inputs = ["input: Tcomplex", "fft_length: int32"],
        Outputs = ["output: Treal"],
        Attrs = ["Treal: {float, double} = DT_FLOAT", "Tcomplex: {complex64, complex128} = DT_COMPLEX64"],
        Example = $"IRFFT{(rank == 1 ? "" : $"{rank}D")}(complex({Matrix(rank, "1.0")}, {Matrix(rank, "0.0")}), {Lengths(rank)})",
        Shape = context => Infer(context, rank, length => length),
        Kernel = _ => new Transform(rank, isInverse: true).Run,
        Gradient = context => InverseGradient(context, rank),
    };

    private static string Matrix(int rank, string element) => rank == 0 ? element : $"[{Matrix(rank - 1, element)}, {Matrix(rank - 1, element)}]";

    private static string Lengths(int rank) => $"[{string.Join(", ", Enumerable.Repeat("2", rank))}]";

    private static void Infer(ShapeContext context, int rank, Func<long, long> last)
    {
        var (input, vector) = (context.WithRankAtLeast(0, rank), context.WithRank(1, 1));
        ShapeContext.Merge(vector[0], rank);
        if (!input.HasRank)
            return;
        var lengths = context.ConstantShape(1);
        var length = lengths.HasRank ? lengths[-1] : Shape.Unknown;
        var outer = lengths.HasRank ? lengths.Part(0, rank - 1) : Shape.OfRank(rank - 1);
        context.Output(0, input.Part(0, input.Rank - rank).Then(outer).Then(Shape.Of(length < 0 ? Shape.Unknown : last(length))));
    }

    /// <summary>The adjoint: the gradient at the results that were kept, transformed back without the division.</summary>
    private static IReadOnlyList<Output?> ForwardGradient(GradientContext context, int rank)
    {
        var (gradient, input) = (context.Gradient()!.Value, context.Input(0));
        Output Number(int value) => context.Builder.Constant(Tensor.Scalar(value));
        var axis = context.Call("Sub", context.Call("Rank", input), Number(1));
        Output SizeOf(Output value) => context.Call("GatherV2", context.Call("Shape", value), axis, Number(0));
        var missing = context.Call("Sub", SizeOf(input), SizeOf(gradient));

        // Rows of paddings: nothing for any dim but the last, which gets the missing zeros at its end.
        var amounts = context.Call("Mul", context.Call("OneHot", axis, context.Call("Rank", input), Number(1), Number(0)), missing);
        var paddings = context.Call("Pack", [context.Call("ZerosLike", amounts), amounts], ("axis", 1L));
        var count = FourierOp.CountOf(context, input, rank, input.DType);
        var real = context.Call("Real", [context.Call(FourierOp.NameOf(rank, isInverse: true), context.Call("Pad", gradient, paddings))], ("Tout", input.DType));
        return [context.Call("Mul", real, count), null];
    }

    /// <summary>
    /// The transform of the gradient, divided; each of the results that stand for their mirror image too counts twice
    /// (<c>python/ops/signal/fft_ops.py</c>, _IRFFTGradHelper).
    /// </summary>
    private static IReadOnlyList<Output?> InverseGradient(GradientContext context, int rank)
    {
        var (gradient, input) = (context.Gradient()!.Value, context.Input(0));
        Output Number(int value) => context.Builder.Constant(Tensor.Scalar(value));
        Output Last(Output value) => context.Call(
            "GatherV2", context.Call("Shape", value), context.Call("Sub", context.Call("Rank", value), Number(1)), Number(0));
        var transform = context.Call(
            "R" + FourierOp.NameOf(rank, isInverse: false), [gradient, context.Input(1)], ("Treal", gradient.DType), ("Tcomplex", input.DType));
        var place = context.Call("Range", Number(0), Last(transform), Number(1));
        var isAlone = context.Call(
            "LogicalOr",
            context.Call("Equal", place, Number(0)),
            context.Call("Equal", context.Call("Mul", place, Number(2)), Last(gradient)));
        var weight = context.Call("SelectV2", isAlone, context.Constant(1, gradient), context.Constant(2, gradient));
        var scale = context.Call("RealDiv", weight, FourierOp.CountOf(context, gradient, rank, gradient.DType));
        var complex = context.Call("Complex", [scale, context.Call("ZerosLike", scale)], ("Tout", input.DType));
        return [context.Call("Mul", transform, complex), null];
    }

    /// <summary>One of the kernels, with the plans of its last lengths.</summary>
    private sealed class Transform(int rank, bool isInverse)
    {
        private FourierTransform? plans;

        public void Run(Step step)
        {
            var (input, lengths) = (step.Input(0), Lengths(step));
            long[] kept = [.. lengths[..^1], lengths[^1] == 0 ? 0 : (lengths[^1] / 2) + 1];
            Require(input.Shape, isInverse ? kept : lengths);
            var batch = input.Shape.Part(0, input.Rank - rank);
            var output = step.Allocate(0, batch.Then(Shape.Of(isInverse ? lengths : kept)));
            if (output.ElementCount == 0)
                return;
            if (plans?.IsFor(lengths) != true)
                plans = new FourierTransform(lengths);
            var values = Tensor.Allocate(DType.Complex128, batch.Then(Shape.Of(lengths)));
            if (isInverse)
                RunInverse(input, kept, values, output);
            else
                RunForward(input, lengths, values, output);
        }

        private void RunForward(Tensor input, long[] lengths, Tensor values, Tensor output)
        {
            Kernels.Elementwise.Cast(Crop(input, lengths), values);
            plans!.Run(values, isInverse: false);
            Kernels.Elementwise.Cast(Crop(values, output.Shape.Dims[^rank..]), output);
        }

        // The outer dims are transformed on the half that is there, then each line is completed by its conjugate and transformed.
        private void RunInverse(Tensor input, long[] kept, Tensor values, Tensor output)
        {
            var half = Tensor.Allocate(DType.Complex128, values.Shape.With(values.Rank - 1, kept[^1]));
            Kernels.Elementwise.Cast(Crop(input, kept), half);
            plans!.RunOuter(half, isInverse: true, kept[^1]);
            Complete(half.Values<Complex>(), values.Writable<Complex>(), (int)kept[^1], (int)values.Shape[-1]);
            plans.RunLast(values, isInverse: true);
            var real = Tensor.Allocate(DType.Float64, values.Shape);
            var from = values.Values<Complex>();
            var to = real.Writable<double>();
            for (var i = 0; i < to.Length; i++)
                to[i] = from[i].Real;
            Kernels.Elementwise.Cast(real, output);
        }

        private static void Complete(ReadOnlySpan<Complex> half, Span<Complex> whole, int kept, int length)
        {
            for (int from = 0, to = 0; to < whole.Length; from += kept, to += length)
            {
                half.Slice(from, kept).CopyTo(whole[to..]);
                for (var i = kept; i < length; i++)
                    whole[to + i] = Complex.Conjugate(half[from + length - i]);
            }
        }

        private long[] Lengths(Step step)
        {
            var (input, lengths) = (step.Input(0), step.Input(1));
            if (input.Rank < rank)
                throw IntegerTensors.Invalid($"Input must have rank of at least {rank} but got: {input.Shape}");
            if (lengths.Rank != 1 || lengths.ElementCount != rank)
                throw IntegerTensors.Invalid($"fft_length must have shape [{rank}]");
            var integers = lengths.Integers();
            return integers.All(length => length >= 0)
                ? integers
                : throw IntegerTensors.Invalid($"fft_length must be non-negative, got {string.Join(',', integers)}");
        }

        private static void Require(Shape input, long[] lengths)
        {
            for (var i = 1; i <= lengths.Length; i++)
            {
                if (input[-i] < lengths[^i])
                    throw IntegerTensors.Invalid(
                        $"Input dimension {input.Rank - i} must have length of at least {lengths[^i]} but got: {input[-i]}");
            }
        }

        private static Tensor Crop(Tensor input, ReadOnlySpan<long> lengths)
        {
            var view = StridedView.Of(input.Shape);
            for (var i = 1; i <= lengths.Length; i++)
                view = view.Slice(input.Rank - i, 0, lengths[^i]);
            if (view.Dims.SequenceEqual(input.Shape.Dims))
                return input;
            var cropped = Tensor.Allocate(input.DType, Shape.Of(view.Dims));
            StridedCopy.Run(input, view, cropped);
            return cropped;
        }
    }
}
