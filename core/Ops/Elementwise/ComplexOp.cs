using System.Numerics;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>Complex numbers and their parts.</summary>
public static class ComplexOp
{
    [Op("complex")]
    public static OpDef Complex { get; } = new()
    {
        Name = "Complex",
        Summary = "Complex numbers of real and imaginary parts, with broadcasting.",
        Inputs = ["real: T", "imag: T"],
        Outputs = ["out: Tout"],
        Attrs = ["T: {float, double} = float", "Tout: {complex64, complex128} = complex64"],
        Example = "complex(1.0, 2.0)",
        Shape = ShapeRules.Broadcast,
        Kernel = _ => step =>
        {
            var (real, imaginary) = (step.Input(0), step.Input(1));
            var z = step.Allocate(0, Broadcasting.Combine(real.Shape, imaginary.Shape));
            var part = z.DType == DType.Complex64 ? DType.Float32 : DType.Float64;
            ComplexParts.Combine(As(real, part), As(imaginary, part), z);
        },
        Gradient = context =>
        {
            var gradient = context.Gradient()!.Value;
            return Broadcasts.Reduce(context, Part(context, "Real", gradient), Part(context, "Imag", gradient));
        },
    };

    [Op("real", "math.real")]
    public static OpDef Real { get; } = Declare(
        "Real", "The real part.", "real(complex(1.0, 2.0))", ComplexParts.Real, context => [Whole(context, context.Gradient()!.Value, null)]);

    [Op("imag", "math.imag")]
    public static OpDef Imag { get; } = Declare(
        "Imag", "The imaginary part.", "imag(complex(1.0, 2.0))", ComplexParts.Imaginary, context => [Whole(context, null, context.Gradient()!.Value)]);

    [Op]
    public static OpDef ComplexAbs { get; } = Declare(
        "ComplexAbs",
        "The absolute value.",
        "ComplexAbs(complex(3.0, 4.0))",
        ComplexParts.Absolute,
        context => [context.Call("Mul", Whole(context, context.Gradient()!.Value, null), context.Call("Sign", context.Input(0)))]);

    [Op("angle", "math.angle")]
    public static OpDef Angle { get; } = Declare(
        "Angle",
        "The angle in radians, from -pi to pi.",
        "angle(complex(0.0, 1.0))",
        ComplexParts.Angle,
        context =>
        {
            var x = context.Input(0);
            var slope = context.Call("Reciprocal", Whole(context, Part(context, "Imag", x), Part(context, "Real", x)));
            return [context.Call("Mul", context.Call("Neg", Whole(context, context.Gradient()!.Value, null)), slope)];
        });

    [Op("conj", "math.conj")]
    public static OpDef Conj { get; } = Declaration.Unary(
        "Conj",
        "The complex conjugate.",
        "T: {complex64, complex128} = complex64",
        "conj(complex(1.0, 2.0))",
        Kernels.Elementwise.UnaryComplex<ConjugateOperator>,
        context => [context.Call("Conj", context.Gradient()!.Value)]);

    /// <summary>Writes the complex conjugates of complex numbers.</summary>
    internal static void Conjugate(Tensor values, Tensor conjugated) => Kernels.Elementwise.UnaryComplex<ConjugateOperator>(values, conjugated);

    private static OpDef Declare(
        string name, string summary, string example, Action<Tensor, Tensor> compute, GradientRule gradient) => new()
        {
            Name = name,
            Summary = $"{summary[..^1]} of a complex number.",
            Inputs = ["input: T"],
            Outputs = ["output: Tout"],
            Attrs = ["T: {complex64, complex128} = complex64", "Tout: {float, double} = float"],
            Example = example,
            Shape = ShapeRules.Unchanged,
            Kernel = builder =>
            {
                var part = builder.InputDType(0) == DType.Complex64 ? DType.Float32 : DType.Float64;
                return step =>
                {
                    var (x, z) = (step.Input(0), step.Allocate(0, step.Input(0).Shape));
                    var exact = z.DType == part ? z : Tensor.Allocate(part, x.Shape);
                    compute(x, exact);
                    if (z.DType != part)
                        Kernels.Elementwise.Cast(exact, z);
                };
            },
            Gradient = gradient,
        };

    private static Tensor As(Tensor x, DType dtype)
    {
        if (x.DType == dtype)
            return x;
        var z = Tensor.Allocate(dtype, x.Shape);
        Kernels.Elementwise.Cast(x, z);
        return z;
    }

    /// <summary>The real or the imaginary part as a node.</summary>
    private static Output Part(GradientContext context, string op, Output x) =>
        context.Call(op, [x], ("Tout", x.DType == DType.Complex128 ? DType.Float64 : DType.Float32));

    /// <summary>A complex number of a real and an imaginary part, 0 where none is given.</summary>
    private static Output Whole(GradientContext context, Output? real, Output? imaginary)
    {
        var zeros = context.Call("ZerosLike", (real ?? imaginary)!.Value);
        var dtype = zeros.DType == DType.Float64 ? DType.Complex128 : DType.Complex64;
        return context.Call("Complex", [real ?? zeros, imaginary ?? zeros], ("Tout", dtype));
    }

    private readonly struct ConjugateOperator : IUnaryComplexOperator
    {
        public static Complex Invoke(Complex x) => System.Numerics.Complex.Conjugate(x);
    }
}
