using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Spectral;

/// <summary>Discrete Fourier transforms of complex numbers.</summary>
public static class FourierOp
{
    [Op("signal.fft", "fft")]
    public static OpDef FFT { get; } = Declare(1, false);

    [Op("signal.ifft", "ifft")]
    public static OpDef IFFT { get; } = Declare(1, true);

    [Op("signal.fft2d", "fft2d")]
    public static OpDef FFT2D { get; } = Declare(2, false);

    [Op("signal.ifft2d", "ifft2d")]
    public static OpDef IFFT2D { get; } = Declare(2, true);

    [Op("signal.fft3d", "fft3d")]
    public static OpDef FFT3D { get; } = Declare(3, false);

    [Op("signal.ifft3d", "ifft3d")]
    public static OpDef IFFT3D { get; } = Declare(3, true);

    /// <summary>FFT, IFFT2D, ...</summary>
    internal static string NameOf(int rank, bool isInverse) => $"{(isInverse ? "I" : "")}FFT{(rank == 1 ? "" : $"{rank}D")}";

    /// <summary>The product of the sizes of a value's last dims, as a scalar of the dtype of another.</summary>
    internal static Output CountOf(GradientContext context, Output value, int rank, DType dtype)
    {
        var rankOf = context.Call("Rank", value);
        var last = context.Call(
            "Range",
            context.Call("Sub", rankOf, context.Builder.Constant(Tensor.Scalar(rank))),
            rankOf,
            context.Builder.Constant(Tensor.Scalar(1)));
        var sizes = context.Call("GatherV2", context.Call("Shape", value), last, context.Builder.Constant(Tensor.Scalar(0)));
        var count = context.Call("Prod", sizes, context.Builder.Constant(Tensor.Scalar(0)));
        return context.Call("Cast", [count], ("DstT", dtype));
    }

    private static OpDef Declare(int rank, bool isInverse) => new()
    {
        Name = NameOf(rank, isInverse),
        Summary = $"The {(isInverse ? "inverse " : "")}discrete Fourier transform over the last {(rank == 1 ? "dim" : $"{rank} dims")}"
            + (isInverse ? ", divided by the number of elements." : ", not normalized."),
        Inputs = ["input: Tcomplex"],
        Outputs = ["output: Tcomplex"],
        Attrs = ["Tcomplex: {complex64, complex128} = DT_COMPLEX64"],
        Example = $"{NameOf(rank, isInverse)}(complex({Ones(rank)}, {Ones(rank)}))",
        Shape = context => context.Output(0, context.WithRankAtLeast(0, rank)),
        Kernel = builder => Kernel(builder, rank, isInverse),
        Gradient = context =>
        {
            var gradient = context.Gradient()!.Value;
            var count = CountOf(context, gradient, rank, gradient.DType);
            return [context.Call(isInverse ? "RealDiv" : "Mul", context.Call(NameOf(rank, !isInverse), gradient), count)];
        },
    };

    private static string Ones(int rank) => rank == 0 ? "1.0" : $"[{Ones(rank - 1)}, {Ones(rank - 1)}]";

    private static Kernel Kernel(KernelBuilder builder, int rank, bool isInverse)
    {
        FourierTransform? transform = null;
        return step =>
        {
            var input = step.Input(0);
            if (input.Rank < rank)
                throw IntegerTensors.Invalid($"Input must have rank of at least {rank} but got: {input.Shape}");
            var output = step.Allocate(0, input.Shape);
            if (input.ElementCount == 0)
                return;
            if (transform?.IsFor(input.Shape.Dims[^rank..]) != true)
                transform = new FourierTransform(input.Shape.Dims[^rank..]);
            var values = builder.InputDType(0) == DType.Complex128 ? output : Tensor.Allocate(DType.Complex128, input.Shape);
            Kernels.Elementwise.Cast(input, values);
            transform.Run(values, isInverse);
            if (!ReferenceEquals(values, output))
                Kernels.Elementwise.Cast(values, output);
        };
    }
}
