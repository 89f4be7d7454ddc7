using System.Globalization;
using System.Runtime.CompilerServices;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>The functions against References.tsv, whose values were computed with mpmath at 400 digits.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, List<double[]>> rows = Read();

    /// <summary>Each function and the ulps it may be off in float64 and in float32, where many take the formula of float64.</summary>
    private static readonly Dictionary<string, (Action<Tensor, Tensor> Kernel, double Double, double Single)> functions = new()
    {
        ["exp"] = (Elementwise.UnaryFloating<ExpOperator>, 1, 1),
        ["expm1"] = (Elementwise.UnaryFloating<ExpM1Operator>, 1.5, 0.6),
        ["log"] = (Elementwise.UnaryFloating<LogOperator>, 1, 1),
        ["log1p"] = (Elementwise.UnaryFloating<Log1POperator>, 1, 0.6),
        ["sigmoid"] = (Elementwise.UnaryFloating<SigmoidOperator>, 2.5, 2.5),
        ["softplus"] = (Elementwise.UnaryFloating<SoftplusOperator>, 2, 2),
        ["tanh"] = (Elementwise.UnaryFloating<TanhOperator>, 2.5, 3),
        ["sinh"] = (Elementwise.UnaryFloating<SinhOperator>, 2, 0.6),
        ["cosh"] = (Elementwise.UnaryFloating<CoshOperator>, 1.5, 0.6),
        ["asinh"] = (Elementwise.UnaryFloating<AsinhOperator>, 2, 0.6),
        ["acosh"] = (Elementwise.UnaryFloating<AcoshOperator>, 2, 0.6),
        ["atanh"] = (Elementwise.UnaryFloating<AtanhOperator>, 2, 0.6),
        ["sin"] = (Elementwise.UnaryFloating<SinOperator>, 1, 1.6),
        ["cos"] = (Elementwise.UnaryFloating<CosOperator>, 1, 1.6),
        ["tan"] = (Elementwise.UnaryFloating<TanOperator>, 2, 0.6),
        ["asin"] = (Elementwise.UnaryFloating<AsinOperator>, 2, 0.6),
        ["acos"] = (Elementwise.UnaryFloating<AcosOperator>, 1.5, 0.6),
        ["atan"] = (Elementwise.UnaryFloating<AtanOperator>, 2, 0.6),
        ["erf"] = (Elementwise.UnaryFloating<ErfOperator>, 1.5, 1.5),
        ["erfc"] = (Elementwise.UnaryFloating<ErfcOperator>, 3.5, 0.6),
        ["lgamma"] = (Elementwise.UnaryFloating<LgammaOperator>, 6, 0.6),
        ["digamma"] = (Elementwise.UnaryFloating<DigammaOperator>, 6, 0.6),
    };

    private static readonly Dictionary<string, (Action<Tensor, Tensor, Tensor> Kernel, double Double, double Single)> functionsOfTwo = new()
    {
        ["pow"] = (Elementwise.BinaryFloating<PowOperator>, 1, 0.6),
        ["atan2"] = (Elementwise.BinaryFloating<Atan2Operator>, 2, 0.6),
    };

    public static TheoryData<string> Functions => [.. functions.Keys];

    public static TheoryData<string> FunctionsOfTwo => [.. functionsOfTwo.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_one_double_is_as_near_as_stated(string name)
    {
        var table = rows[name];
        var z = Tensor.Allocate(DType.Float64, Shape.Of(table.Count));
        functions[name].Kernel(Column(table, 0), z);
        for (var i = 0; i < table.Count; i++)
            Ulps.AssertNear(table[i][1], z.Values<double>()[i], functions[name].Double, $"{name}({table[i][0]:R})");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_one_float_is_as_near_as_stated(string name)
    {
        var table = rows[name].Where(row => row[0] == (float)row[0]).ToList();
        var z = Tensor.Allocate(DType.Float32, Shape.Of(table.Count));
        functions[name].Kernel(AsSingles(Column(table, 0)), z);
        for (var i = 0; i < table.Count; i++)
            Ulps.AssertNear(table[i][1], z.Values<float>()[i], functions[name].Single, $"{name}({table[i][0]:R})");
    }

    [Theory]
    [MemberData(nameof(FunctionsOfTwo))]
    public void A_function_of_two_doubles_is_as_near_as_stated(string name)
    {
        var table = rows[name];
        var z = Tensor.Allocate(DType.Float64, Shape.Of(table.Count));
        functionsOfTwo[name].Kernel(Column(table, 0), Column(table, 1), z);
        for (var i = 0; i < table.Count; i++)
            Ulps.AssertNear(table[i][2], z.Values<double>()[i], functionsOfTwo[name].Double, $"{name}({table[i][0]:R}, {table[i][1]:R})");
    }

    [Theory]
    [MemberData(nameof(FunctionsOfTwo))]
    public void A_function_of_two_floats_is_as_near_as_stated(string name)
    {
        var table = rows[name].Where(row => row[0] == (float)row[0] && row[1] == (float)row[1]).ToList();
        var z = Tensor.Allocate(DType.Float32, Shape.Of(table.Count));
        functionsOfTwo[name].Kernel(AsSingles(Column(table, 0)), AsSingles(Column(table, 1)), z);
        for (var i = 0; i < table.Count; i++)
            Ulps.AssertNear(table[i][2], z.Values<float>()[i], functionsOfTwo[name].Single, $"{name}({table[i][0]:R}, {table[i][1]:R})");
    }

    private static Tensor Column(List<double[]> table, int column) => Tensor.Vector<double>([.. table.Select(row => row[column])]);

    private static Tensor AsSingles(Tensor x)
    {
        var z = Tensor.Allocate(DType.Float32, x.Shape);
        Elementwise.Cast(x, z);
        return z;
    }

    private static Dictionary<string, List<double[]>> Read([CallerFilePath] string source = "")
    {
        var tables = new Dictionary<string, List<double[]>>();
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(source)!, "References.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            if (!tables.TryGetValue(fields[0], out var table))
                tables.Add(fields[0], table = []);
            table.Add([.. fields[1..].Select(field => BitConverter.UInt64BitsToDouble(ulong.Parse(field, NumberStyles.HexNumber)))]);
        }

        return tables;
    }
}
