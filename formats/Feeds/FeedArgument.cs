using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>One feed as the command line spells it: <c>NAME[:DTYPE][SHAPE]=VALUE</c>.</summary>
/// <param name="Name">The output that is fed, with its index where one is given: <c>x</c>, <c>split:1</c>.</param>
/// <param name="DType"><see cref="DType.None"/> when the feed does not say it.</param>
/// <param name="Shape">Fully defined; null when the feed does not say it.</param>
public sealed record FeedArgument(string Name, DType DType, Shape? Shape, FeedSource Source);
