Console.WriteLine("imported=0 refused=0 orders=0 orders_per_s=0 violations=0");
