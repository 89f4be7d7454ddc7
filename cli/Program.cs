return GraphRun.Cli.Application.Run(args, GraphRun.Cli.Surroundings.OfProcess());
