using System.Runtime.CompilerServices;

namespace Bookstore;

/// <summary>Where the tests of this project put their files. Part of each test project, see Directory.Build.targets.</summary>
internal static class TemporaryFiles
{
    private const string Variable = "TMPDIR";
    private const string Memory = "/dev/shm";
    private const long SpareMemory = 2L * 1_073_741_824;

    /// <summary>
    /// A short run keeps its files in memory where there is plenty: syncing them to a disk takes a third of its time. A process that is killed loses nothing there either.
    /// The long form uses the disk, and so does who names a folder.
    /// </summary>
#pragma warning disable CA2255 // It has to be set before the first test asks for a temporary folder, and for the processes that tests start.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable("BOOKSTORE_TEST_LONG") != "1" && Environment.GetEnvironmentVariable(Variable) is null && HasSpareMemory())
        {
            Environment.SetEnvironmentVariable(Variable, Memory);
        }
    }

    private static bool HasSpareMemory()
    {
        try
        {
            return Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > SpareMemory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
