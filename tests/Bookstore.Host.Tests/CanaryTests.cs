using System.Text;

namespace Bookstore.Samples;

/// <summary>A card number that must be found nowhere.</summary>
public sealed class CanaryTests
{
    private const string Canary = "4539578763621486";

    [Fact]
    public async Task No_card_number_is_in_any_file_log_or_answer()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"));
        var answers = new StringBuilder();
        foreach (var body in new[]
        {
            Shopping.Order(Shopping.Odyssey, card: Canary),
            Shopping.Order(Shopping.Odyssey, 99, Canary),
            Shopping.Order("9780441013593", card: Canary),
            Shopping.Order(Shopping.Odyssey, card: Canary)[..^3],
            Shopping.Order(Shopping.Odyssey, card: Canary).Replace($"\"{Canary}\"", Canary, StringComparison.Ordinal),
        })
        {
            using var answer = await host.PostAsync("/api/orders", body, "key-" + body.Length);
            answers.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        answers.Append(await host.Http.GetStringAsync("/api/orders"));

        // Killed, so that the write-ahead log is still there to be looked into.
        await host.KillAsync();
        answers.ToString().ShouldNotContain(Canary);
        host.Output.Length.ShouldBeGreaterThan(5_000);
        host.Output.ShouldNotContain(Canary);
        var files = Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories);
        files.Select(Path.GetFileName).ShouldContain("bookstore.db-wal");
        files.ShouldContain(folder.LedgerPath);
        foreach (var file in files)
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(file);
        }
    }
}
