using GraphRun.Ops;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// The optimizers of <c>tf.train</c> with their parameters and defaults. An optimizer is given to <c>minimize</c> or
/// <c>apply_gradients</c>, in its place or as a node of its own.
/// </summary>
internal static class OptimizerBuilders
{
    private static readonly OptimizerSlot zeros = new();

    public static IEnumerable<Builder> All { get; } =
    [
        Declare(
            ["sgd", "train.GradientDescentOptimizer"],
            ["learning_rate: tensor"],
            _ => new OptimizerKind("GradientDescent", "GradientDescent", [], "learning_rate grad")),
        Declare(
            ["momentum", "train.MomentumOptimizer"],
            ["learning_rate: tensor", "momentum: tensor", "use_nesterov: bool = false"],
            _ => new OptimizerKind(
                "Momentum", "Momentum", [zeros], "learning_rate grad momentum", "learning_rate grad indices momentum", "use_nesterov")),
        Declare(
            ["adagrad", "train.AdagradOptimizer"],
            ["learning_rate: tensor", "initial_accumulator_value: tensor = 0.1"],
            _ => new OptimizerKind(
                "Adagrad", "Adagrad", [new("initial_accumulator_value")], "learning_rate grad", "learning_rate grad indices")),
        Declare(
            ["adadelta", "train.AdadeltaOptimizer"],
            ["learning_rate: tensor = 0.001", "rho: tensor = 0.95", "epsilon: tensor = 1e-8"],
            _ => new OptimizerKind(
                "Adadelta", "Adadelta", [zeros, zeros], "learning_rate rho epsilon grad", "learning_rate rho epsilon grad indices")),
        Declare(
            ["rmsprop", "train.RMSPropOptimizer"],
            [
                "learning_rate: tensor", "decay: tensor = 0.9", "momentum: tensor = 0.0", "epsilon: tensor = 1e-10",
                "centered: bool = false",
            ],
            RmsProp),
        Declare(
            ["adam", "train.AdamOptimizer"],
            [
                "learning_rate: tensor = 0.001", "beta1: tensor = 0.9", "beta2: tensor = 0.999", "epsilon: tensor = 1e-8",
                "use_nesterov: bool = false", "amsgrad: bool = false", "weight_decay: tensor = None",
            ],
            Adam),
        Declare(
            ["adamax"],
            ["learning_rate: tensor = 0.001", "beta1: tensor = 0.9", "beta2: tensor = 0.999", "epsilon: tensor = 1e-8"],
            _ => new OptimizerKind("AdaMax", "AdaMax", [zeros, zeros], "beta1_power learning_rate beta1 beta2 epsilon grad")),
        Declare(
            ["ftrl", "train.FtrlOptimizer"],
            [
                "learning_rate: tensor", "learning_rate_power: tensor = -0.5", "initial_accumulator_value: tensor = 0.1",
                "l1_regularization_strength: tensor = 0.0", "l2_regularization_strength: tensor = 0.0",
                "l2_shrinkage_regularization_strength: tensor = 0.0",
            ],
            _ => Ftrl()),
    ];

    private static OptimizerKind RmsProp(Call call)
    {
        const string scalars = "learning_rate decay momentum epsilon grad";
        var ones = new OptimizerSlot("one");
        return call.Attr<bool>("centered")
            ? new OptimizerKind("RMSProp", "CenteredRMSProp", [zeros, ones, zeros], scalars, $"{scalars} indices")
            : new OptimizerKind("RMSProp", "RMSProp", [ones, zeros], scalars, $"{scalars} indices");
    }

    private static OptimizerKind Adam(Call call)
    {
        const string inputs = "beta1_power beta2_power learning_rate beta1 beta2 epsilon grad";
        return call.Attr<bool>("amsgrad")
            ? new OptimizerKind("Adam", "AdamWithAmsgrad", [zeros, zeros, zeros], inputs)
            : new OptimizerKind("Adam", "Adam", [zeros, zeros], inputs, null, "use_nesterov");
    }

    private static OptimizerKind Ftrl()
    {
        const string scalars = "learning_rate l1_regularization_strength l2_regularization_strength "
            + "l2_shrinkage_regularization_strength learning_rate_power";
        return new OptimizerKind("Ftrl", "FtrlV2", [new("initial_accumulator_value"), zeros], $"grad {scalars}", $"grad indices {scalars}");
    }

    private static Builder Declare(string[] names, string[] signature, Func<Call, OptimizerKind> kind) => new()
    {
        Names = names,
        Signature = signature,
        Expand = call =>
        {
            call.RefuseRest();
            return Expand(call, kind(call));
        },
    };

    /// <summary>An optimizer that is a node of its own is a NoOp that others name.</summary>
    private static OptimizerOperand Expand(Call call, OptimizerKind kind)
    {
        var parameters = new Dictionary<string, Operand>();
        var flags = new Dictionary<string, bool>();
        foreach (var parameter in call.Callee.Parameters.All)
        {
            if (parameter.Attr is null)
                parameters.Add(parameter.Name, call[parameter.Name]);
            else if (kind.Attrs.Contains(parameter.Name))
                flags.Add(parameter.Name, call.Attr<bool>(parameter.Name));
        }

        foreach (var (name, operand) in parameters.Where(pair => pair.Value is WordOperand or ReferenceOperand).ToList())
            parameters[name] = Values.Resolve(call.Context, operand);
        var optimizer = new Optimizer(kind, parameters, flags);
        if (call.Name == call.Context.CurrentName)
        {
            var node = call.Context.Add(Catalogue.Get("NoOp"), call.Name, [], null, call.Origin);
            call.Context.Training.Optimizers.Add(node, optimizer);
        }

        return new OptimizerOperand(optimizer, call.Origin);
    }
}
