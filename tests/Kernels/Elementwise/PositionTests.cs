using GraphRun.Kernels;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class PositionTests
{
    /// <summary>Every operator by name, and what the law runs for it.</summary>
    private static readonly Dictionary<string, Action> laws = new()
    {
        ["add"] = PositionLaw.Binary<AddOperator>,
        ["subtract"] = PositionLaw.Binary<SubtractOperator>,
        ["multiply"] = PositionLaw.Binary<MultiplyOperator>,
        ["squared_difference"] = PositionLaw.Binary<SquaredDifferenceOperator>,
        ["maximum"] = PositionLaw.Binary<MaximumOperator>,
        ["minimum"] = PositionLaw.Binary<MinimumOperator>,
        ["divide"] = PositionLaw.BinaryFloating<DivideOperator>,
        ["negate"] = PositionLaw.Unary<NegateOperator>,
        ["absolute"] = PositionLaw.Unary<AbsoluteOperator>,
        ["sign"] = PositionLaw.Unary<SignOperator>,
        ["square"] = PositionLaw.Unary<SquareOperator>,
        ["floor"] = PositionLaw.UnaryFloating<FloorOperator>,
        ["ceiling"] = PositionLaw.UnaryFloating<CeilingOperator>,
        ["round"] = PositionLaw.UnaryFloating<RoundOperator>,
        ["truncate"] = PositionLaw.UnaryFloating<TruncateOperator>,
        ["square_root"] = PositionLaw.UnaryFloating<SquareRootOperator>,
        ["reciprocal_square_root"] = PositionLaw.UnaryFloating<ReciprocalSquareRootOperator>,
        ["reciprocal"] = PositionLaw.UnaryFloating<ReciprocalOperator>,
        ["equal"] = PositionLaw.Compare<EqualOperator>,
        ["not_equal"] = PositionLaw.Compare<NotEqualOperator>,
        ["less"] = PositionLaw.Compare<LessOperator>,
        ["less_equal"] = PositionLaw.Compare<LessEqualOperator>,
        ["greater"] = PositionLaw.Compare<GreaterOperator>,
        ["greater_equal"] = PositionLaw.Compare<GreaterEqualOperator>,
    };

    public static TheoryData<string> Operators => [.. laws.Keys];

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_element_gives_the_same_bits_at_every_position(string name) => laws[name]();
}
