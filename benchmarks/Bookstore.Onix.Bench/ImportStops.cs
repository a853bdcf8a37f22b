using System.Diagnostics;
using System.Globalization;
using Bookstore.PostgreSql;

namespace Bookstore.Onix.Bench;

/// <summary>Imports a generated message into an empty store in a process that is killed half way, again in a second process, and a third time.</summary>
internal static class ImportStops
{
    public static async Task<int> RunAsync(string store, long products)
    {
        if (store == "postgresql")
        {
            await using var server = await PostgresCluster.StartAsync("max_wal_size = 4GB");
            return Run(store, server.ConnectionString, products);
        }

        var folder = Directory.CreateTempSubdirectory("bookstore-onix-");
        try
        {
            return Run(store, $"Data Source={Path.Combine(folder.FullName, "shop.db")}", products);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Run(string store, string connection, long products)
    {
        Console.WriteLine($"killed      {Part(store, connection, products, killAfter: products / 2)}");
        Console.WriteLine($"continued   {Part(store, connection, products)}");
        Console.WriteLine($"once more   {Part(store, connection, products)}");
        return 0;
    }

    // Returns the last line that the process wrote.
    private static string Part(string store, string connection, long products, long killAfter = long.MaxValue)
    {
        string[] arguments = ["into", store, connection, products.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var last = string.Empty;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            last = line;
            if (ImportInto.RecordsOf(line) is { } records && records >= killAfter)
            {
                process.Kill();
                break;
            }
        }

        process.WaitForExit();
        return killAfter < long.MaxValue || process.ExitCode == 0 ? last : throw new InvalidOperationException($"The import ended with {process.ExitCode}.");
    }
}
