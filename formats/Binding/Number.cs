using System.Globalization;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Binding;

/// <summary>
/// A number without a dtype, as Python has them: an integer, here of at most 128 bits, or a float64. Literals among themselves are
/// computed with Python's rules, so that <c>x / (1 / 3)</c> means what it says.
/// </summary>
internal readonly struct Number
{
    private readonly Int128 integer;
    private readonly double fraction;

    public Number(Int128 integer) => (this.integer, fraction, IsInteger) = (integer, (double)integer, true);

    public Number(int integer)
        : this((Int128)integer)
    {
    }

    public Number(double fraction) => (this.fraction, IsInteger) = (fraction, false);

    public bool IsInteger { get; }

    /// <summary>The value rounded to float64.</summary>
    public double Value => fraction;

    /// <summary>The exact integer; also of a fraction such as <c>1e3</c> that is one.</summary>
    public bool TryInteger(out Int128 value)
    {
        value = integer;
        if (IsInteger)
            return true;
        if (fraction != Math.Floor(fraction) || Math.Abs(fraction) >= 1e38)
            return false;
        value = (Int128)fraction;
        return true;
    }

    /// <summary>Reads a number of an expression: also <c>0x</c>, <c>0o</c>, <c>0b</c>, <c>inf</c> and <c>nan</c>.</summary>
    /// <returns>Null when it is too large for 64 bits, or for float64.</returns>
    public static Number? Parse(string text, bool isInteger)
    {
        if (!isInteger)
        {
            var value = text switch
            {
                "inf" => double.PositiveInfinity,
                "nan" => double.NaN,
                _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            };
            return double.IsInfinity(value) && text != "inf" ? null : new Number(value);
        }

        if (text.StartsWith("0b", StringComparison.Ordinal))
        {
            return text.Length <= 66 && UInt128.TryParse(
                text.AsSpan(2), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var bits)
                ? new Number((Int128)bits)
                : null;
        }

        return CoreScalar.TryInteger(text, out var integer) ? new Number(integer) : null;
    }

    /// <summary>The result of an operator, or null when it has none: division by zero, overflow, or a power that must be rounded.</summary>
    public static Number? Compute(string sign, Number left, Number right) => left.IsInteger && right.IsInteger
        ? Integers(sign, left.integer, right.integer)
        : Fractions(sign, left.fraction, right.fraction);

    public static Number Negate(Number number) =>
        number.IsInteger ? new Number(-number.integer) : new Number(-number.fraction);

    public override string ToString() => IsInteger
        ? integer.ToString(CultureInfo.InvariantCulture)
        : fraction.ToString("R", CultureInfo.InvariantCulture);

    private static Number? Integers(string sign, Int128 left, Int128 right)
    {
        try
        {
            return sign switch
            {
                "+" => new Number(checked(left + right)),
                "-" => new Number(checked(left - right)),
                "*" => new Number(checked(left * right)),
                "/" => right == 0 ? null : new Number((double)left / (double)right),
                "//" => right == 0 ? null : new Number(Floor(left, right)),
                "%" => right == 0 ? null : new Number(left - (Floor(left, right) * right)),
                "**" => Power(left, right),
                "&" => new Number(left & right),
                "|" => new Number(left | right),
                "^" => new Number(left ^ right),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Number? Fractions(string sign, double left, double right) => sign switch
    {
        "+" => new Number(left + right),
        "-" => new Number(left - right),
        "*" => new Number(left * right),
        "/" => right == 0 ? null : new Number(left / right),
        "//" => right == 0 ? null : new Number(Math.Floor((left - Modulo(left, right)) / right)),
        "%" => right == 0 ? null : new Number(Modulo(left, right)),
        _ => null,
    };

    /// <summary>The remainder with the divisor's sign.</summary>
    private static double Modulo(double left, double right)
    {
        var remainder = left % right;
        return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder;
    }

    private static Int128 Floor(Int128 left, Int128 right)
    {
        var quotient = left / right;
        return quotient * right != left && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    private static Number? Power(Int128 value, Int128 exponent)
    {
        if (exponent < 0)
            return value != 0 && Power(value, -exponent) is { } power ? new Number(1 / power.Value) : null;
        if (exponent > 127)
            return null;
        Int128 result = 1;
        for (var i = 0; i < (int)exponent; i++)
            result = checked(result * value);
        return new Number(result);
    }
}
