using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>The parts that all elementwise ops declare alike.</summary>
internal static class Declaration
{
    /// <summary>All numbers, real and complex.</summary>
    internal const string Numbers = "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, int64, uint64, complex64, complex128}";

    /// <summary>All real numbers.</summary>
    internal const string RealNumbers = "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, int64, uint64}";

    /// <summary>Floats only.</summary>
    internal const string Floats = "T: {bfloat16, half, float, double}";

    /// <summary>Floats and complex numbers.</summary>
    internal const string FloatsAndComplex = "T: {bfloat16, half, float, double, complex64, complex128}";

    /// <summary>A kernel <c>z = f(x)</c>: same shape, possibly in place. All nodes share it.</summary>
    internal static KernelFactory Unary(Action<Tensor, Tensor> compute)
    {
        Kernel kernel = step =>
        {
            var x = step.Input(0);
            compute(x, step.Allocate(0, x.Shape));
        };
        return _ => kernel;
    }

    /// <summary>A kernel <c>z = f(x, y)</c> with broadcasting. All nodes share it.</summary>
    internal static KernelFactory Binary(Action<Tensor, Tensor, Tensor> compute)
    {
        Kernel kernel = step =>
        {
            var (x, y) = (step.Input(0), step.Input(1));
            compute(x, y, step.Allocate(0, Broadcasting.Combine(x.Shape, y.Shape)));
        };
        return _ => kernel;
    }

    /// <summary>The same, with a kernel of its own for scalars.</summary>
    internal static KernelFactory Binary<TOperator>(Action<Tensor, Tensor, Tensor> compute)
        where TOperator : struct, IBinaryOperator
    {
        var general = Binary(compute);
        var scalars = new ScalarKernel<TOperator>(general);
        return builder => scalars.Of(builder) ?? general(builder);
    }

    /// <summary>An op <c>y = f(x)</c> of one dtype.</summary>
    internal static OpDef Unary(
        string name,
        string summary,
        string dtypes,
        string example,
        Action<Tensor, Tensor> compute,
        GradientRule? gradient,
        FusedActivation activation = FusedActivation.None) => new()
        {
            Name = name,
            Summary = summary,
            Inputs = ["x: T"],
            Outputs = ["y: T"],
            Attrs = [dtypes],
            Example = example,
            Shape = ShapeRules.Unchanged,
            WorksInPlace = true,
            Kernel = Unary(compute),
            Elementwise = ElementwiseForm.Broadcasting(Unary(compute), activation: activation),
            Gradient = gradient,
        };

    /// <summary>An op <c>z = f(x, y)</c> of one dtype, with broadcasting.</summary>
    internal static OpDef Binary(
        string name,
        string summary,
        string dtypes,
        string example,
        Action<Tensor, Tensor, Tensor> compute,
        GradientRule? gradient,
        Func<ShapeContext, PartialElement[]?>? known = null,
        bool isSum = false,
        KernelFactory? kernel = null) => new()
        {
            Name = name,
            Summary = summary,
            Inputs = ["x: T", "y: T"],
            Outputs = ["z: T"],
            Attrs = [dtypes],
            Example = example,
            Shape = ShapeRules.Broadcast,
            WorksInPlace = true,
            Kernel = kernel ?? Binary(compute),
            Elementwise = ElementwiseForm.Broadcasting(Binary(compute), isSum),
            Gradient = gradient,
            KnownElements = known,
        };

    /// <summary>An op <c>z = dy * slope</c>, the slope of a function of floats and complex numbers at the point where it gave y.</summary>
    internal static OpDef Slope(
        string name, string function, string example, Action<Tensor, Tensor, Tensor> compute, GradientRule gradient) => new()
        {
            Name = name,
            Summary = $"The gradient of {function}: dy times its slope where it gave y.",
            Inputs = ["y: T", "dy: T"],
            Outputs = ["z: T"],
            Attrs = [FloatsAndComplex],
            Example = example,
            Shape = ShapeRules.Broadcast,
            WorksInPlace = true,
            Kernel = Binary(compute),
            Elementwise = ElementwiseForm.Broadcasting(Binary(compute)),
            Gradient = gradient,
        };

    /// <summary>The conjugate of a complex number; a real one itself.</summary>
    internal static Output Conjugate(GradientContext context, Output x) => x.DType.IsComplex() ? context.Call("Conj", x) : x;

    /// <summary>The gradient times the conjugate of a slope.</summary>
    internal static IReadOnlyList<Output?> Times(GradientContext context, Output slope) =>
        [context.Call("Mul", context.Gradient()!.Value, Conjugate(context, slope))];

    /// <summary><c>1 + x²</c></summary>
    internal static Output OnePlusSquare(GradientContext context) =>
        context.Call("AddV2", context.Constant(1, context.Input(0)), context.Call("Square", context.Input(0)));

    /// <summary><c>1 - x²</c></summary>
    internal static Output OneMinusSquare(GradientContext context) =>
        context.Call("Sub", context.Constant(1, context.Input(0)), context.Call("Square", context.Input(0)));

    /// <summary>The gradient divided by the conjugate of a number.</summary>
    internal static IReadOnlyList<Output?> Over(GradientContext context, Output divisor) =>
        [context.Call("RealDiv", context.Gradient()!.Value, Conjugate(context, divisor))];

    /// <summary>Known elements of a binary op: each pair that is known is combined, scalars stretch.</summary>
    internal static Func<ShapeContext, PartialElement[]?> Known(Func<long, long, long?> combine) => context =>
    {
        if (context.Elements(0) is not { } x || context.Elements(1) is not { } y)
            return null;
        if (x.Length != y.Length && x.Length != 1 && y.Length != 1)
            return null;
        var elements = new PartialElement[x.Length == 1 ? y.Length : x.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            if (x[x.Length == 1 ? 0 : i].Value is { } left && y[y.Length == 1 ? 0 : i].Value is { } right)
                elements[i] = new PartialElement(combine(left, right));
        }

        return elements;
    };
}
