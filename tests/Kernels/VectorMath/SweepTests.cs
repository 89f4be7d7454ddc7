using System.Runtime.InteropServices;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>Every 16,411th float, all signs, exponents and NaN among them, against the double precision of the C library.</summary>
public class SweepTests
{
    private const uint Stride = 16411;

    private static readonly Dictionary<string, (Action<Tensor, Tensor> Kernel, Func<double, double> Reference, double Ulps)> functions =
        new()
        {
            ["exp"] = (Elementwise.UnaryFloating<ExpOperator>, Math.Exp, 1),
            ["log"] = (Elementwise.UnaryFloating<LogOperator>, Math.Log, 1),
            ["tanh"] = (Elementwise.UnaryFloating<TanhOperator>, Math.Tanh, 3),
            ["sigmoid"] = (Elementwise.UnaryFloating<SigmoidOperator>, Sigmoid, 2.5),
            ["sin"] = (Elementwise.UnaryFloating<SinOperator>, Math.Sin, 1.6),
            ["cos"] = (Elementwise.UnaryFloating<CosOperator>, Math.Cos, 1.6),
            ["tan"] = (Elementwise.UnaryFloating<TanOperator>, Math.Tan, 0.6),
            ["sinh"] = (Elementwise.UnaryFloating<SinhOperator>, Math.Sinh, 0.6),
            ["cosh"] = (Elementwise.UnaryFloating<CoshOperator>, Math.Cosh, 0.6),
            ["asinh"] = (Elementwise.UnaryFloating<AsinhOperator>, Math.Asinh, 0.6),
            ["acosh"] = (Elementwise.UnaryFloating<AcoshOperator>, Math.Acosh, 0.6),
            ["atanh"] = (Elementwise.UnaryFloating<AtanhOperator>, Math.Atanh, 0.6),
            ["asin"] = (Elementwise.UnaryFloating<AsinOperator>, Math.Asin, 0.6),
            ["acos"] = (Elementwise.UnaryFloating<AcosOperator>, Math.Acos, 0.6),
            ["atan"] = (Elementwise.UnaryFloating<AtanOperator>, Math.Atan, 0.6),
        };

    public static TheoryData<string> Functions => [.. functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Floats_of_every_size_are_as_near_as_stated(string name)
    {
        var (kernel, reference, ulps) = functions[name];
        var x = AllSizes();
        var z = Tensor.Allocate(DType.Float32, x.Shape);
        kernel(x, z);
        for (var i = 0; i < x.ElementCount; i++)
            Ulps.AssertNear(reference(x.Values<float>()[i]), z.Values<float>()[i], ulps, $"{name}({x.Values<float>()[i]:R})");
    }

    [Theory]
    [InlineData(-2.5f)]
    [InlineData(0.3333333f)]
    [InlineData(2f)]
    [InlineData(17f)]
    public void Powers_are_as_near_as_stated(float exponent)
    {
        var x = AllSizes();
        var z = Tensor.Allocate(DType.Float32, x.Shape);
        Elementwise.BinaryFloating<PowOperator>(x, Tensor.Scalar(exponent), z);
        for (var i = 0; i < x.ElementCount; i++)
        {
            var value = x.Values<float>()[i];
            Ulps.AssertNear(Math.Pow(value, exponent), z.Values<float>()[i], 0.6, $"pow({value:R}, {exponent:R})");
        }
    }

    private static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private static Tensor AllSizes()
    {
        var x = Tensor.Allocate(DType.Float32, Shape.Of(uint.MaxValue / Stride));
        var bits = MemoryMarshal.Cast<float, uint>(x.Writable<float>());
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (uint)i * Stride;
        return x;
    }
}
