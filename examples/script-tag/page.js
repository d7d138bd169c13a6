// Everything comes from one file: <script src="…/ftrack-kit.min.js"> makes the global `ftrackKit`.
const status = document.getElementById("status");

async function showProjects() {
  const credentials = await (await fetch("../connection.json")).json();
  const session = await ftrackKit.Session.open(credentials);
  const projects = await session.query("select name, full_name, status from Project order by full_name");
  const tasks = await session.query("select project_id from Task").all();
  document.getElementById("projects").replaceChildren(
    ...projects.map((project) => {
      const item = document.createElement("li");
      const title = document.createElement("strong");
      title.textContent = project.full_name;
      const facts = document.createElement("p");
      const count = tasks.filter((task) => task.project_id === project.id).length;
      facts.textContent = `${project.name} · ${project.status} · ${count} tasks`;
      item.append(title, facts);
      return item;
    }),
  );
  status.textContent = `Signed in as ${session.apiUser}.`;
  status.dataset.state = "ready";
}

showProjects().catch((error) => {
  status.textContent = error.message;
  status.dataset.state = "failed";
});
