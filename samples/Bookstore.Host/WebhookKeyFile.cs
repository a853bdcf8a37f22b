using System.Security.Cryptography;

namespace Bookstore.Samples;

/// <summary>The key that the secrets of webhook endpoints are encrypted with, in a file that only this user can read.</summary>
internal static class WebhookKeyFile
{
    private const int KeyLength = 32;

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>Reads the key; the first start makes it.</summary>
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        return File.ReadAllText(path).Trim();
    }

    // Under another name first: a host that is started at the same time reads a whole key or none.
    private static void Create(string path)
    {
        var made = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(path: made, options))
        {
            writer.WriteLine(NewKey());
        }

        try
        {
            File.Move(made, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(made);
        }
    }
}
