using System.Buffers.Binary;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>What another process does to the log between a commit and the look at it is no overwriting.</summary>
public sealed class LogHeaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void LengthOf_a_file_that_grows_and_is_cut_is_its_length()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);
        FileStatus.LengthOf(file).ShouldBe(0);
        RandomAccess.Write(file, new byte[5_000], 123);
        FileStatus.LengthOf(file).ShouldBe(5_123);
        RandomAccess.SetLength(file, 7);
        FileStatus.LengthOf(file).ShouldBe(7);
    }

    [Fact]
    public void HasHeader_another_process_emptied_the_log_after_it_copied_it_is_true() => Look(static log => log.HasHeader(1)).ShouldBeTrue();

    [Fact]
    public void HasHeader_another_process_begins_the_log_anew_is_true_and_one_log_it_is_again_with_the_first_frame()
    {
        Write(headerSalts: 2, frameSalts: 1);

        Look(static log => log.HasHeader(1)).ShouldBeTrue();
        Look(static log => log.IsOneLog(1)).ShouldBeFalse();

        Write(headerSalts: 2, frameSalts: 2);
        Look(static log => log.IsOneLog(1)).ShouldBeTrue();
    }

    [Fact]
    public void HasHeader_the_log_was_emptied_and_this_process_wrote_on_is_false()
    {
        File.WriteAllBytes(_path, new byte[4_152]);

        Look(static log => log.HasHeader(1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(7, 4_152, 1, true, "it is as it was left")]
    [InlineData(7, 8_272, 1, true, "it has grown")]
    [InlineData(7, 4_100, 1, false, "it is shorter")]
    [InlineData(8, 4_100, 1, true, "this process began it anew, and cut it to its limit")]
    [InlineData(6, 4_152, 1, false, "it is an earlier one")]
    [InlineData(6, 4_100, 2, true, "another connection changed the file")]
    [InlineData(0, 0, 1, false, "it is empty")]
    [InlineData(0, 0, 2, true, "another connection emptied it")]
    public void IsOneLog_after_a_commit_tells_an_older_copy_from_what_other_connections_do(uint salts, int length, long dataVersion, bool expected, string because)
    {
        Write(headerSalts: 7, frameSalts: 7);
        using var log = LogHeader.Open(_path)!;
        log.HasHeader(1).ShouldBeTrue();

        Write(headerSalts: salts, frameSalts: salts, length);

        log.IsOneLog(dataVersion).ShouldBe(expected, because);
    }

    [Fact]
    public void IsOneLog_the_salt_is_counted_over_its_end_is_true()
    {
        Write(headerSalts: uint.MaxValue, frameSalts: uint.MaxValue);
        using var log = LogHeader.Open(_path)!;
        log.HasHeader(1).ShouldBeTrue();

        Write(headerSalts: 0, frameSalts: 0);

        log.IsOneLog(1).ShouldBeTrue();
    }

    public void Dispose() => File.Delete(_path);

    private bool Look(Func<LogHeader, bool> question)
    {
        using var log = LogHeader.Open(_path)!;
        return question(log);
    }

    private void Write(uint headerSalts, uint frameSalts, int length = 4_152)
    {
        var bytes = new byte[Math.Max(length, 48)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x377f0682);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), headerSalts);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(40), frameSalts);

        // In place, as a copy over the file does.
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        file.Write(bytes.AsSpan(0, length));
    }
}
