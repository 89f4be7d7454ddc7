namespace GraphRun.Formats.Models;

/// <summary>Which part of a model is meant, where it has several.</summary>
/// <param name="Signature">The name of a signature; null for <c>serving_default</c>, or the only one.</param>
/// <param name="Tags">The tags of a graph of a SavedModel; null for <c>serve</c>, or the only graph.</param>
public sealed record ModelChoice(string? Signature = null, IReadOnlyList<string>? Tags = null);
