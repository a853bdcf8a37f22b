using Bookstore.Onix.Bench;

// Bookstore.Onix.Bench [megabytes] [file]: the reader beside a plain walk and beside grep, each in a process of its own. Default 1,000 MB.
// Bookstore.Onix.Bench import sqlite|postgresql [products]: an import into an empty store that is killed half way, continued, and done once more. Default 1,000,000.
// The other commands are those processes.
switch (args)
{
    case ["make", var file, var megabytes]:
        FeedFile.Make(file, long.Parse(megabytes, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["walk", var file]:
        Console.WriteLine(await Measured.RunAsync(file, Readers.WalkAsync));
        return 0;
    case ["read", var file]:
        Console.WriteLine(await Measured.RunAsync(file, Readers.ReadAsync));
        return 0;
    case ["import", "sqlite" or "postgresql"] or ["import", "sqlite" or "postgresql", _]:
        return await ImportStops.RunAsync(args[1], args.Length > 2 ? long.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    case ["into", var store, var connection, var products]:
        return await ImportInto.RunAsync(store, connection, long.Parse(products, System.Globalization.CultureInfo.InvariantCulture));
    case [] or [_] or [_, _]:
        return Comparison.Run(args.Length > 0 ? args[0] : "1000", args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "bookstore-onix-bench.xml"));
    default:
        Console.Error.WriteLine("Bookstore.Onix.Bench [megabytes] [file]\nBookstore.Onix.Bench import sqlite|postgresql [products]");
        return 2;
}
