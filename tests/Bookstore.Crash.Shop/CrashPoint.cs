using System.Diagnostics;

namespace Bookstore.Crash;

/// <summary>Where the process is to die: right before or right after the first call or commit of a kind, as in <c>capture:after</c>.</summary>
internal sealed class CrashPoint(string text, Action<string> announce)
{
    /// <summary>Dies here, if this is the place.</summary>
    public void Before(string site) => DieAt(site + ":before");

    /// <summary>Dies here, if this is the place.</summary>
    public void After(string site) => DieAt(site + ":after");

    private void DieAt(string place)
    {
        if (string.Equals(place, text, StringComparison.Ordinal))
        {
            announce("dying " + place);
            DieNow();
        }
    }

    // SIGKILL to oneself: no finally, no dispose, no exit handler runs.
    private static void DieNow()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
