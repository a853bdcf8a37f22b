using Bookstore.Bench;

// See ../README.md for what each command answers.
if (args is not [var command, .. var rest] || !BenchOptions.TryParse(rest, out var options))
{
    return Usage();
}

return command switch
{
    "matrix" => await Matrix.RunAsync(Plan.Matrix, options, writeReport: true),
    "quick" => await Matrix.RunAsync(Plan.Quick, options, writeReport: false),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Bookstore.Bench matrix    measures everything and writes docs/benchmarks.md and docs/benchmarks.json, in under 15 minutes
        Bookstore.Bench quick     a short run of some cells that prints what it saw, in about a minute

          --original FOLDER    the original demo (app.py); also BOOKSTORE_BENCH_ORIGINAL; default ../shared/seed/app beside the repository
          --folder FOLDER      where the databases of the measurements go; default a new folder among the temporary files
        """);
    return 2;
}
