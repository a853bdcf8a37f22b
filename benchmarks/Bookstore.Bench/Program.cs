using Bookstore.Bench;

// See ../README.md for what each command answers.
if (args is not [var command, .. var rest])
{
    return Usage();
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(rest);
}
catch (FormatException fault)
{
    Console.Error.WriteLine(fault.Message);
    return Usage();
}

if (command is not ("events" or "console") && !Wrk.IsInstalled)
{
    Console.Error.WriteLine("wrk is not installed. Install it (Debian and Ubuntu: apt-get install wrk).");
    return 1;
}

return command switch
{
    "matrix" => await Matrix.RunAsync(Plan.Matrix, options, writeReport: true),
    "quick" => await Matrix.RunAsync(Plan.Quick, options, writeReport: false),
    "events" => await EventsRun.RunAsync(Plan.Events, options),
    "growth" => await GrowthRun.RunAsync(options),
    "preload" => await GrowthRun.PreloadAsync(options),
    "console" => await ConsoleRun.RunAsync(options),
    "memory" => await Soak.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Bookstore.Bench matrix    measures everything and writes docs/benchmarks.md and docs/benchmarks.json, in under 15 minutes
        Bookstore.Bench quick     a short run of some cells that prints what it saw, in about a minute
        Bookstore.Bench events    the cells about events alone, without the servers; prints what it saw, in about four minutes
        Bookstore.Bench growth    the same figures with 0, 1 and 10 million orders in the store; writes docs/benchmarks-growth.md
        Bookstore.Bench preload   fills the databases of growth beforehand and leaves them in --folder
        Bookstore.Bench console   the pages of the console with a million orders in the store; prints what it saw, in about three minutes
        Bookstore.Bench memory    the memory of the host under load for 10 minutes

          --original FOLDER    the original demo (app.py); also BOOKSTORE_BENCH_ORIGINAL; default ../shared/seed/app beside the repository
          --folder FOLDER      where the databases of the measurements go; default a new folder among the temporary files
          --orders N,N,...     how many orders the stores of growth hold; default 0,1000000,10000000; that of console: one number, default 1000000
          --minutes N          how long memory is watched; default 10
        """);
    return 2;
}
