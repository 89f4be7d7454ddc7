using GraphRun.Gradients;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Ops on the bits of integers.</summary>
public static class BitwiseOp
{
    private const string Integers = "T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}";

    [Op("bitwise.bitwise_and", "bitwise_and")]
    public static OpDef BitwiseAnd { get; } = Declaration.Binary(
        "BitwiseAnd",
        "The bits that both x and y have, with broadcasting.",
        Integers,
        "bitwise_and(6, 3)",
        Binary<BitwiseAndOperator>,
        GradientRules.Stop);

    [Op("bitwise.bitwise_or", "bitwise_or")]
    public static OpDef BitwiseOr { get; } = Declaration.Binary(
        "BitwiseOr",
        "The bits that x or y has, with broadcasting.",
        Integers,
        "bitwise_or(6, 3)",
        Binary<BitwiseOrOperator>,
        GradientRules.Stop);

    [Op("bitwise.bitwise_xor", "bitwise_xor")]
    public static OpDef BitwiseXor { get; } = Declaration.Binary(
        "BitwiseXor",
        "The bits that either x or y has, with broadcasting.",
        Integers,
        "bitwise_xor(6, 3)",
        Binary<BitwiseXorOperator>,
        GradientRules.Stop);

    [Op("bitwise.invert", "invert")]
    public static OpDef Invert { get; } = Declaration.Unary(
        "Invert",
        "Every bit turned round.",
        Integers,
        "invert(6)",
        Unary<InvertOperator>,
        GradientRules.Stop);

    [Op("bitwise.left_shift", "left_shift")]
    public static OpDef LeftShift { get; } = Declaration.Binary(
        "LeftShift",
        "x shifted left by y bits, with broadcasting; y is clamped to 0 and the number of bits less one.",
        Integers,
        "left_shift(6, 3)",
        BinaryInteger<LeftShiftOperator>,
        GradientRules.Stop);

    [Op("bitwise.right_shift", "right_shift")]
    public static OpDef RightShift { get; } = Declaration.Binary(
        "RightShift",
        "x shifted right by y bits, keeping its sign, with broadcasting; y is clamped to 0 and the number of bits less one.",
        Integers,
        "right_shift(6, 3)",
        BinaryInteger<RightShiftOperator>,
        GradientRules.Stop);
}
