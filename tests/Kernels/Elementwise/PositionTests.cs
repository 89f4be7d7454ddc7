using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class PositionTests
{
    /// <summary>The operators of floats by name; those of one operand leave the second alone.</summary>
    internal static readonly Dictionary<string, Action<Tensor, Tensor, Tensor>> Kernels = new()
    {
        ["divide"] = Elementwise.BinaryFloating<DivideOperator>,
        ["div_no_nan"] = Elementwise.BinaryFloating<DivideNoNanOperator>,
        ["mul_no_nan"] = Elementwise.BinaryFloating<MultiplyNoNanOperator>,
        ["xdivy"] = Elementwise.BinaryFloating<XdivyOperator>,
        ["xlogy"] = Elementwise.BinaryFloating<XlogyOperator>,
        ["xlog1py"] = Elementwise.BinaryFloating<Xlog1POperator>,
        ["pow"] = Elementwise.BinaryFloating<PowOperator>,
        ["atan2"] = Elementwise.BinaryFloating<Atan2Operator>,
        ["leaky_relu"] = Elementwise.BinaryFloating<LeakyReluOperator>,
        ["floor"] = (x, _, z) => Elementwise.UnaryFloating<FloorOperator>(x, z),
        ["ceiling"] = (x, _, z) => Elementwise.UnaryFloating<CeilingOperator>(x, z),
        ["round"] = (x, _, z) => Elementwise.UnaryFloating<RoundOperator>(x, z),
        ["truncate"] = (x, _, z) => Elementwise.UnaryFloating<TruncateOperator>(x, z),
        ["sqrt"] = (x, _, z) => Elementwise.UnaryFloating<SquareRootOperator>(x, z),
        ["rsqrt"] = (x, _, z) => Elementwise.UnaryFloating<ReciprocalSquareRootOperator>(x, z),
        ["reciprocal"] = (x, _, z) => Elementwise.UnaryFloating<ReciprocalOperator>(x, z),
        ["exp"] = (x, _, z) => Elementwise.UnaryFloating<ExpOperator>(x, z),
        ["expm1"] = (x, _, z) => Elementwise.UnaryFloating<ExpM1Operator>(x, z),
        ["log"] = (x, _, z) => Elementwise.UnaryFloating<LogOperator>(x, z),
        ["log1p"] = (x, _, z) => Elementwise.UnaryFloating<Log1POperator>(x, z),
        ["sigmoid"] = (x, _, z) => Elementwise.UnaryFloating<SigmoidOperator>(x, z),
        ["softplus"] = (x, _, z) => Elementwise.UnaryFloating<SoftplusOperator>(x, z),
        ["tanh"] = (x, _, z) => Elementwise.UnaryFloating<TanhOperator>(x, z),
        ["sinh"] = (x, _, z) => Elementwise.UnaryFloating<SinhOperator>(x, z),
        ["cosh"] = (x, _, z) => Elementwise.UnaryFloating<CoshOperator>(x, z),
        ["asinh"] = (x, _, z) => Elementwise.UnaryFloating<AsinhOperator>(x, z),
        ["acosh"] = (x, _, z) => Elementwise.UnaryFloating<AcoshOperator>(x, z),
        ["atanh"] = (x, _, z) => Elementwise.UnaryFloating<AtanhOperator>(x, z),
        ["sin"] = (x, _, z) => Elementwise.UnaryFloating<SinOperator>(x, z),
        ["cos"] = (x, _, z) => Elementwise.UnaryFloating<CosOperator>(x, z),
        ["tan"] = (x, _, z) => Elementwise.UnaryFloating<TanOperator>(x, z),
        ["asin"] = (x, _, z) => Elementwise.UnaryFloating<AsinOperator>(x, z),
        ["acos"] = (x, _, z) => Elementwise.UnaryFloating<AcosOperator>(x, z),
        ["atan"] = (x, _, z) => Elementwise.UnaryFloating<AtanOperator>(x, z),
        ["erf"] = (x, _, z) => Elementwise.UnaryFloating<ErfOperator>(x, z),
        ["erfc"] = (x, _, z) => Elementwise.UnaryFloating<ErfcOperator>(x, z),
        ["lgamma"] = (x, _, z) => Elementwise.UnaryFloating<LgammaOperator>(x, z),
        ["digamma"] = (x, _, z) => Elementwise.UnaryFloating<DigammaOperator>(x, z),
        ["elu"] = (x, _, z) => Elementwise.UnaryFloating<EluOperator>(x, z),
        ["selu"] = (x, _, z) => Elementwise.UnaryFloating<SeluOperator>(x, z),
        ["softsign"] = (x, _, z) => Elementwise.UnaryFloating<SoftsignOperator>(x, z),
    };

    /// <summary>The operators of integers and floats.</summary>
    private static readonly Dictionary<string, Action<Tensor, Tensor, Tensor>> ofNumbers = new()
    {
        ["add"] = Elementwise.Binary<AddOperator>,
        ["subtract"] = Elementwise.Binary<SubtractOperator>,
        ["multiply"] = Elementwise.Binary<MultiplyOperator>,
        ["squared_difference"] = Elementwise.Binary<SquaredDifferenceOperator>,
        ["maximum"] = Elementwise.Binary<MaximumOperator>,
        ["minimum"] = Elementwise.Binary<MinimumOperator>,
        ["negate"] = (x, _, z) => Elementwise.Unary<NegateOperator>(x, z),
        ["absolute"] = (x, _, z) => Elementwise.Unary<AbsoluteOperator>(x, z),
        ["sign"] = (x, _, z) => Elementwise.Unary<SignOperator>(x, z),
        ["square"] = (x, _, z) => Elementwise.Unary<SquareOperator>(x, z),
        ["relu"] = (x, _, z) => Elementwise.Unary<ReluOperator>(x, z),
        ["relu6"] = (x, _, z) => Elementwise.Unary<Relu6Operator>(x, z),
        ["clip"] = (x, y, z) => Elementwise.Ternary<ClipOperator>(x, y, x, z),
    };

    private static readonly Dictionary<string, Action<Tensor, Tensor, Tensor>> comparisons = new()
    {
        ["equal"] = Elementwise.Compare<EqualOperator>,
        ["not_equal"] = Elementwise.Compare<NotEqualOperator>,
        ["less"] = Elementwise.Compare<LessOperator>,
        ["less_equal"] = Elementwise.Compare<LessEqualOperator>,
        ["greater"] = Elementwise.Compare<GreaterOperator>,
        ["greater_equal"] = Elementwise.Compare<GreaterEqualOperator>,
        ["is_nan"] = (x, _, z) => Elementwise.Test<IsNanOperator>(x, z),
    };

    public static TheoryData<string> OfFloats => [.. Kernels.Keys];

    public static TheoryData<string> OfNumbers => [.. ofNumbers.Keys];

    public static TheoryData<string> Comparisons => [.. comparisons.Keys];

    [Theory]
    [MemberData(nameof(OfFloats))]
    public void A_float_gives_the_same_bits_at_every_position(string name) => PositionLaw.HoldsForFloats(Kernels[name]);

    [Theory]
    [MemberData(nameof(OfNumbers))]
    public void A_number_gives_the_same_bits_at_every_position(string name)
    {
        PositionLaw.HoldsForFloats(ofNumbers[name]);
        PositionLaw.HoldsForIntegers(ofNumbers[name]);
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_comparison_gives_the_same_answer_at_every_position(string name)
    {
        PositionLaw.HoldsForFloats(comparisons[name], DType.Bool);
        PositionLaw.HoldsForIntegers(comparisons[name], DType.Bool);
    }
}
