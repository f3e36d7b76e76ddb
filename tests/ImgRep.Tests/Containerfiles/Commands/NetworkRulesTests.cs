using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles.Commands;

public class NetworkRulesTests
{
    [Theory]
    [InlineData("apt-get -o Acquire::Retries=3 update", "apt-get update")]
    [InlineData("apt-get -yqq -t bookworm-backports install x", "apt-get install")]
    [InlineData("apt-get --option=A::B=c -y dist-upgrade", "apt-get dist-upgrade")]
    [InlineData("apt-get install -y $PACKAGES", "apt-get install")]
    [InlineData("apk --repository https://example.org/r add x", "apk add")]
    [InlineData("apk add -t .deps gcc", "apk add")]
    [InlineData("microdnf install -y gcc", "microdnf install")]
    [InlineData("dnf --setopt install_weak_deps=0 -y group install x", "dnf group install")]
    [InlineData("yum -c /x.conf makecache", "yum makecache")]
    [InlineData("zypper -n -R /root in gcc", "zypper in")]
    [InlineData("pacman -Sy gcc", "pacman -S")]
    [InlineData("pacman --noconfirm --sync gcc", "pacman --sync")]
    [InlineData("pacman -U https://example.org/x.pkg.tar.zst", "pacman -U")]
    [InlineData("rpm -ivh https://example.org/x.rpm", "rpm -i")]
    [InlineData("debootstrap --variant=minbase bookworm /x", "debootstrap")]
    [InlineData("nix --extra-experimental-features nix-command build", "nix build")]
    [InlineData("nix-env -iA nixpkgs.x", "nix-env -i")]
    [InlineData("nix-shell -p gcc --run make", "nix-shell -p")]
    [InlineData("git -C src fetch origin", "git fetch")]
    [InlineData("git -c http.sslVerify=false clone https://example.org/x", "git clone")]
    [InlineData("git clone --depth 1 -b v1 git@example.org:x/y.git", "git clone")]
    [InlineData("git clone https://example.org/localhost", "git clone")]
    [InlineData("git clone \"$URL\" x", "git clone")]
    [InlineData("git --git-dir x/.git submodule update --init", "git submodule update")]
    [InlineData("git submodule add -b main https://example.org/x", "git submodule add")]
    [InlineData("git -C x lfs pull", "git lfs pull")]
    [InlineData("hg --cwd x pull", "hg pull")]
    [InlineData("svn --username x co https://example.org/x", "svn co")]
    [InlineData("go -C src mod download", "go mod download")]
    [InlineData("go install -tags x example.org/x@v1", "go install")]
    [InlineData("npm --prefix web ci", "npm ci")]
    [InlineData("npm install", "npm install")]
    [InlineData("yarn --cwd web", "yarn")]
    [InlineData("pnpm -C web i", "pnpm i")]
    [InlineData("pip --cache-dir /c install -r x.txt", "pip install")]
    [InlineData("uv pip install x", "uv pip install")]
    [InlineData("conda env create -f x.yml", "conda env create")]
    [InlineData("gem install -v 1.0 x", "gem install")]
    [InlineData("bundle --gemfile X install", "bundle install")]
    [InlineData("cargo +nightly fetch", "cargo fetch")]
    [InlineData("cargo +nightly -Z x install y", "cargo install")]
    [InlineData("rustup --toolchain x target add y", "rustup target add")]
    [InlineData("composer -d x install", "composer install")]
    [InlineData("mvn -f pom.xml -DskipTests package", "mvn")]
    [InlineData("./gradlew -p x build", "gradlew")]
    [InlineData("dotnet restore -s x", "dotnet restore")]
    [InlineData("curl -fsSLo x https://example.org/localhost", "curl")]
    [InlineData("curl --unix x --url https://example.org/x", "curl")]
    [InlineData("wget -qO- \"$URL\"", "wget")]
    [InlineData("wget -i list", "wget -i")]
    [InlineData("rsync -e ssh -a host:/x .", "rsync")]
    [InlineData("scp -p host:x .", "scp")]
    [InlineData("ssh -T git@example.org", "ssh")]
    [InlineData("ssh-keyscan -t rsa example.org", "ssh-keyscan")]
    [InlineData("gpg --keyserver hkps://keys.example.org --recv-keys ABCD", "gpg --recv-keys")]
    [InlineData("apt-key adv --keyserver x --recv-keys ABCD", "apt-key --recv-keys")]
    [InlineData("docker -H tcp://x pull y", "docker pull")]
    [InlineData("skopeo --policy x copy docker://x dir:y", "skopeo copy")]
    [InlineData("gh -R x/y release download", "gh release")]
    [InlineData("timeout --signal KILL 10 sudo --user x -E curl https://example.org", "curl")]
    [InlineData("env --unset X -C /y wget example.org", "wget")]
    [InlineData("find . -exec echo {} ';' -exec nice -n 5 wget example.org ';'", "wget")]
    [InlineData("xargs --max-args 1 curl <list", "curl")]
    public void What_needs_a_network_is_seen_behind_options_with_values(string command, string what) => Warnings(command).ShouldBe([$"{what} cannot reach anything"]);

    [Theory]
    [InlineData("apt-get install --no-download -y x")]
    [InlineData("apt-get -o Dir::Etc=update install -y ./x.deb; apt-get -s upgrade; apt-get clean; apt list --installed; apt-get remove install")]
    [InlineData("apk add --no-network --allow-untrusted /x.apk; apk info update; apk del add")]
    [InlineData("dnf -C install x; dnf -y install /x.rpm; dnf clean all; zypper --no-remote in x; dnf repoquery install")]
    [InlineData("pacman -Q; pacman -Scc; pacman -Ss x; pacman -U /x.pkg.tar.zst; rpm -ivh x.rpm; rpm -qi x; rpm -i $FILE")]
    [InlineData("git clone /srv/repo x; git clone file:///srv/repo x; git clone --depth 1 -b v1 ../x y; git clone x.bundle; git clone x y; git clone $PWD/x")]
    [InlineData("git submodule foreach git clean -fdx; git submodule status; git submodule update --no-fetch; git remote add fetch x")]
    [InlineData("git fetch ../x main; git pull . x; git log fetch; git commit -m clone; git -c pull=x status; git -C fetch status")]
    [InlineData("hg clone /x y; svn export wc x; svn co file:///x y; svn status")]
    [InlineData("go -C get build -trimpath -ldflags=-buildid=; go mod edit -go 1.22; GOPROXY=off go mod download; GOPROXY=file:///m go get x; go run ./cmd/get")]
    [InlineData("npm --offline ci; npm run install; npm install ./x.tgz; yarn build; yarn install --offline; npm_config_offline=true npm ci; yarn --version")]
    [InlineData("pip install --no-index x; pip install --no-deps x.whl; PIP_NO_INDEX=1 pip install x; pip install --no-build-isolation .; pip list; pip "
        + "--version; pip show install")]
    [InlineData("cargo build; cargo install --path . ; cargo --offline fetch; cargo +nightly build; CARGO_NET_OFFLINE=true cargo fetch; rustup default stable; rustup show")]
    [InlineData("gem install x.gem; gem install --local x; bundle install --local; bundle exec install; conda install --offline x; conda list")]
    [InlineData("mvn -o package; mvn --version; gradle --offline build; ./gradlew --version; composer dump-autoload; dotnet build")]
    [InlineData("curl --version; curl -s https://localhost:1/x; curl http://127.0.0.1; curl http://[::1]:2/x; curl file:///x; curl --unix-socket /s http://x/y; "
        + "wget -O x http://me@localhost/x")]
    [InlineData("rsync -a --exclude host:x src/ dst/; rsync -a \"$SRC\" \"$DST\"; scp x y; ssh -V")]
    [InlineData("gpg --batch --keyserver x --verify y; gpg --import recv-keys; apt-key list; docker images; skopeo copy dir:x oci:y; skopeo inspect oci:x; gh "
        + "--version; nix --offline build")]
    [InlineData("command -v curl; which wget; type git clone; find . -name curl; timeout 5 make curl; pip --help; npm install --help; env -u curl make; sudo -u wget make")]
    public void What_needs_none_is_left_alone(string command) => Warnings(command).ShouldBeEmpty();

    private static IEnumerable<string> Warnings(string command) =>
        RunWarnings.Check(ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes($"FROM imgrep/gcc AS a\nRUN {command}\n"),
            ParseOptions.Default).Containerfile.ShouldNotBeNull(), ParseOptions.Default)
            .Where(diagnostic => diagnostic.Rule.Name == "no-network").Select(diagnostic => diagnostic.Message);
}
