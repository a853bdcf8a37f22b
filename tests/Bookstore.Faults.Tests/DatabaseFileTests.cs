using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Bookstore.Faults;

/// <summary>What stands where the sample host's database should be is not what it should be.</summary>
public sealed class DatabaseFileTests(ITestOutputHelper output)
{
    // Root may write everywhere, unless it gives that up.
    private static string[] AsMereMortal => Environment.IsPrivilegedProcess
        ? [Tool.Setpriv.Require(), "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
        : [];

    [Fact]
    public Task A_file_of_a_newer_version_is_refused() =>
        RefusesAsync("newer version", folder => Execute(folder, "PRAGMA user_version = 1000"));

    [Fact]
    public Task A_truncated_file_is_refused() => RefusesAsync("is damaged", folder =>
    {
        using var file = File.OpenHandle(folder.DatabasePath, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, (RandomAccess.GetLength(file) / 2) + 100);
    });

    [Fact]
    public Task Flipped_bytes_in_the_header_are_refused() => RefusesAsync("is not a SQLite database", folder => Flip(folder, 0, 16));

    [Fact]
    public Task Flipped_bytes_in_the_schema_are_refused() => RefusesAsync("is damaged", folder => Flip(folder, 100, 400));

    [Fact]
    public Task A_folder_in_its_place_is_refused() => RefusesAsync("is a folder", folder =>
    {
        File.Delete(folder.DatabasePath);
        Directory.CreateDirectory(folder.DatabasePath);
    });

    [Needs(nameof(Tool.Setpriv))]
    public Task A_read_only_file_is_refused() => RefusesAsync(
        "cannot be written", folder => File.SetUnixFileMode(folder.DatabasePath, UnixFileMode.UserRead), AsMereMortal);

    [Fact]
    public async Task An_empty_file_becomes_a_new_database()
    {
        using var folder = new HostFolder();
        await File.WriteAllBytesAsync(folder.DatabasePath, []);
        await using var host = await HostProcess.StartAsync(folder);

        (await host.GetAsync("/api/books")).AsArray().Count.ShouldBe(3);
        output.Report("bad_database_files", 1);
    }

    // Flipped bytes beyond the schema are found when they are read: an answer is right or refused, and the host goes on.
    [Fact]
    public async Task Flipped_bytes_in_a_table_give_no_wrong_answer()
    {
        using var folder = await FilledAsync();
        var size = new FileInfo(folder.DatabasePath).Length;
        for (var page = 4_096; page < size; page += 4_096)
        {
            Flip(folder, page, 64);
        }

        var launch = new HostLaunch().WithKey();
        var (exitCode, text) = await HostProcess.RunAsync(folder, launch);

        exitCode.ShouldBe(1, text);
        text.ShouldContain("is damaged");
        output.Report("bad_database_files", 1);
    }

    private async Task RefusesAsync(string message, Action<HostFolder> spoil, IReadOnlyList<string>? launcher = null)
    {
        using var folder = await FilledAsync();
        spoil(folder);
        var before = Fingerprint(folder);

        var (exitCode, text) = await HostProcess.RunAsync(folder, new HostLaunch { Launcher = launcher ?? [] }.WithKey());

        exitCode.ShouldBe(1, text);
        text.ShouldContain(message);
        text.ShouldContain(folder.DatabasePath);
        text.ShouldNotContain("   at ");
        Fingerprint(folder).ShouldBe(before, "nothing is damaged further");
        output.Report("bad_database_files", 1);
    }

    private static async Task<HostFolder> FilledAsync()
    {
        var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await host.StopAsync()).ShouldBe(0, host.Output);
        return folder;
    }

    private static void Execute(HostFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"{folder.Connection};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Flip(HostFolder folder, long position, int count)
    {
        using var file = File.OpenHandle(folder.DatabasePath, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[count];
        RandomAccess.Read(file, bytes, position);
        RandomAccess.Write(file, Array.ConvertAll(bytes, static value => (byte)~value), position);
    }

    private static string Fingerprint(HostFolder folder) =>
        Directory.Exists(folder.DatabasePath) ? "folder" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(folder.DatabasePath)));
}
