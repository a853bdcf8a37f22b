using System.Buffers.Binary;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>What another process does to the log between a commit and the look at it is no overwriting.</summary>
public sealed class LogHeaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void HasHeader_AnotherProcessEmptiedTheLogAfterItCopiedIt_IsTrue() => Look(static log => log.HasHeader()).ShouldBeTrue();

    [Fact]
    public void HasHeader_AnotherProcessBeginsTheLogAnew_IsTrueAndOneLogItIsAgainWithTheFirstFrame()
    {
        Write(headerSalts: 2, frameSalts: 1);

        Look(static log => log.HasHeader()).ShouldBeTrue();
        Look(static log => log.IsOneLog()).ShouldBeFalse();

        Write(headerSalts: 2, frameSalts: 2);
        Look(static log => log.IsOneLog()).ShouldBeTrue();
    }

    [Fact]
    public void HasHeader_TheLogWasEmptiedAndThisProcessWroteOn_IsFalse()
    {
        File.WriteAllBytes(_path, new byte[4_152]);

        Look(static log => log.HasHeader()).ShouldBeFalse();
    }

    public void Dispose() => File.Delete(_path);

    private bool Look(Func<LogHeader, bool> question)
    {
        using var log = LogHeader.Open(_path)!;
        return question(log);
    }

    private void Write(uint headerSalts, uint frameSalts)
    {
        var bytes = new byte[4_152];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x377f0682);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), headerSalts);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(40), frameSalts);
        File.WriteAllBytes(_path, bytes);
    }
}
