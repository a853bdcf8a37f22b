using Bookstore.Onix.Bench;

// Bookstore.Onix.Bench [megabytes] [file]: the reader beside a plain walk and beside grep, each in a process of its own. Default 1,000 MB.
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
    case [] or [_] or [_, _]:
        return Comparison.Run(args.Length > 0 ? args[0] : "1000", args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "bookstore-onix-bench.xml"));
    default:
        Console.Error.WriteLine("Bookstore.Onix.Bench [megabytes] [file]");
        return 2;
}
