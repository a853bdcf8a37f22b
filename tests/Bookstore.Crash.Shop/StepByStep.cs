namespace Bookstore.Crash;

/// <summary>Says each step of a backup, and lets it go on when a line comes in.</summary>
internal sealed class StepByStep(Action<string> writeLine) : IProgress<SqliteBackupProgress>
{
    /// <summary>What is said at each step.</summary>
    public const string Step = "step";

    public void Report(SqliteBackupProgress value)
    {
        writeLine(Step);
        Console.In.ReadLine();
    }
}
