namespace Bookstore.Crash;

/// <summary>The files that a shop leaves behind when it is killed.</summary>
internal sealed class ShopFiles(string folder)
{
    public string Folder => folder;

    public string Database => Path.Combine(folder, "shop.db");

    public string Ledger => Path.Combine(folder, "payments.ledger");

    public string CourierLog => Path.Combine(folder, "courier.log");

    /// <summary>Copies what is durable into another folder. The files beside them serve running processes only, and are made anew.</summary>
    public ShopFiles CopyTo(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in new[] { Database, Database + "-wal", Ledger, CourierLog })
        {
            if (File.Exists(file))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }

        return new ShopFiles(target);
    }
}
