namespace Bookstore.Bench;

/// <summary>The memory of a server while it is under load.</summary>
internal sealed class MemoryWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<double> _samples = [];

    public double PeakMb => _samples.Count == 0 ? 0 : _samples.Max();

    /// <summary>The mean of the later half of all samples in relation to that of the first.</summary>
    public double Growth => _samples.Count < 2 ? 1 : _samples.Skip(_samples.Count / 2).Average() / _samples.Take(_samples.Count / 2).Average();

    /// <summary>Watches a server for as long as something runs.</summary>
    public async Task<T> DuringAsync<T>(ServerProcess server, Task<T> load)
    {
        while (await Task.WhenAny(load, Task.Delay(Interval)) != load)
        {
            _samples.Add(server.ResidentMb);
        }

        return await load;
    }

    /// <summary>Forgets what was seen while a server warmed up.</summary>
    public void Clear() => _samples.Clear();
}
