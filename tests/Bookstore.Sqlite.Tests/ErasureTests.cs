using System.Text;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A customer who was erased is in no file of the shop: not in the database, its log or what was freed in them, not in the gateway's ledger, not in the log of the program.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task Nothing_of_an_erased_customer_is_in_any_file()
    {
        await using var database = new TestDatabase();
        using var logs = new RecordingLogs();
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddBookstore(static options => options.DispatchWait = TimeSpan.Zero)
            .UseSqlite($"Data Source={database.Path}")
            .UseSimulatedPayments(options => options.LedgerPath = Path.Combine(database.Folder, "payments.ledger"))
            .UseLocalCourier();
        await using (var shop = services.BuildServiceProvider())
        {
            var traces = new CustomerTraces(shop);
            await traces.LeaveAsync();
            FilesWith(database).ShouldNotBeEmpty("the customer has left traces");

            await traces.EraseAsync();

            database.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
            FilesWith(database).ShouldBeEmpty();
            database.Scalar("SELECT count(*) FROM customers WHERE customer LIKE '%Quix%'").ShouldBe(0L);
        }

        FilesWith(database).ShouldBeEmpty();
        logs.Texts.ShouldNotContain(static text => text.Contains(CustomerTraces.Mark, StringComparison.Ordinal));
    }

    private static List<string> FilesWith(TestDatabase database)
    {
        var mark = Encoding.UTF8.GetBytes(CustomerTraces.Mark);
        var found = new List<string>();
        foreach (var path in Directory.GetFiles(database.Folder))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            if (content.AsSpan().IndexOf(mark) >= 0)
            {
                found.Add(Path.GetFileName(path));
            }
        }

        return found;
    }
}
