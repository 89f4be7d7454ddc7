using GraphRun.Errors;

namespace GraphRun.Kernels;

/// <summary>A <see cref="Finish"/> as the epilogue of a product. float32 and float64.</summary>
internal readonly unsafe struct FinishEpilogue<T> : IProductEpilogue<T>
    where T : unmanaged
{
    private readonly FinishArguments<T> arguments;
    private readonly delegate*<FinishArguments<T>*, T*, nint, (int Rows, int Columns), long, long, void> rows;

    public FinishEpilogue(FinishArguments<T> arguments, FusedActivation activation)
    {
        this.arguments = arguments;
        rows = Rows(activation);
    }

    public static bool IsEmpty => false;

    public void Apply(T* first, nint stride, int rows, int columns, long row, long column)
    {
        var copy = arguments;
        this.rows(&copy, first, stride, (rows, columns), row, column);
    }

    private static delegate*<FinishArguments<T>*, T*, nint, (int Rows, int Columns), long, long, void> Rows(FusedActivation activation) =>
        activation switch
        {
            FusedActivation.None => Of<NoActivation>(),
            FusedActivation.Relu => Of<NumberActivation<ReluOperator>>(),
            FusedActivation.Relu6 => Of<NumberActivation<Relu6Operator>>(),
            FusedActivation.Elu => Of<FloatingActivation<EluOperator>>(),
            FusedActivation.Sigmoid => Of<FloatingActivation<SigmoidOperator>>(),
            FusedActivation.Tanh => Of<FloatingActivation<TanhOperator>>(),
            FusedActivation.Leaky => Of<LeakyReluOperator>(),
            _ => throw new GraphRunException(ErrorCode.Internal, $"no loop applies the activation {activation}"),
        };

    private static delegate*<FinishArguments<T>*, T*, nint, (int Rows, int Columns), long, long, void> Of<TActivation>()
        where TActivation : struct, IBinaryFloatingOperator
    {
        if (typeof(T) == typeof(float))
        {
            return (delegate*<FinishArguments<T>*, T*, nint, (int Rows, int Columns), long, long, void>)
                (delegate*<FinishArguments<float>*, float*, nint, (int Rows, int Columns), long, long, void>)
                &FinishRows<float, TActivation>.Run;
        }

        return (delegate*<FinishArguments<T>*, T*, nint, (int Rows, int Columns), long, long, void>)
            (delegate*<FinishArguments<double>*, double*, nint, (int Rows, int Columns), long, long, void>)
            &FinishRows<double, TActivation>.Run;
    }
}
