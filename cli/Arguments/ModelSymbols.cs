using System.CommandLine;
using GraphRun.Formats.Models;

namespace GraphRun.Cli.Arguments;

/// <summary>The options that say which part of a model is meant.</summary>
internal sealed class ModelSymbols
{
    private readonly Option<string?> signature = Symbols.One("--signature", "NAME", "a SavedModel's signature (default: serving_default)");
    private readonly Option<string?> tags = Symbols.One("--tags", "TAG,TAG", "the tags of a SavedModel's graph (default: serve)");

    public OptionGroup Group => new("Model", [signature, tags]);

    public ModelChoice Read(ParseResult result) => new(result.GetValue(signature), result.GetValue(tags)?.Split(','));
}
